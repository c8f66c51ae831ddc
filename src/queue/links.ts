// Queue room: connections as BullMQ's classes want them, the same shape for both backends.

import type { BackendFactory, IQueueBackend } from 'bullmq';

/** What BullMQ's classes are built with: the options' `connection` and the factory that understands it. */
export interface Link {
  readonly connection: unknown;
  readonly backend: BackendFactory<IQueueBackend, unknown>;
}

/** The connections of one session; they are opened by the objects built on them. */
export interface Links {
  readonly producer: Link;
  /** What keys begin with, where BullMQ's own would not do. */
  readonly prefix?: string;
  /** Made on first use: a process that only adds jobs opens no worker connection. */
  worker(): Link;
  /** Asked on each contact: whether this server can do the work. @throws an error with why not, and what to do */
  fit?(warn: (words: string) => void): Promise<void>;
  /** Cuts whatever BullMQ's own closing left open. */
  cut(): void;
}
