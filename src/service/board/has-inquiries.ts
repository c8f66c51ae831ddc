// Whether the service has ever heard of an inquiry: one that has not is new, and says what to do first.

import { isAnyInquiry } from '../../store/board/any-inquiry.ts';
import type { Service } from '../service.ts';

/** Whether there is any, of whichever shop. */
export const hasInquiries = ({ db }: Pick<Service, 'db'>): Promise<boolean> => isAnyInquiry(db);
