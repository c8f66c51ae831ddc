-- `nobody`: the notice is to ops, and service.yaml has their mails switched off.
alter table notice drop constraint notice_dropped_why_check;
alter table notice add constraint notice_dropped_why_check
  check (dropped_why in ('late', 'while-completed', 'refused', 'unknown', 'nobody'));
