-- Who did what when. The rows of what people did change and leave (a mute is lifted, a token revoked, retention lets inquiries go
-- with all that was done about them), so what was done is written down a second time, here, where nothing changes. Revisions of
-- files never change: they are read from where they are (a trigger on them would tighten what the release before knows; the role
-- of the service has no right to change either, README.md). No reasons and notes: they may name customers.
create table audit_entry (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  -- As they are called; null: nobody said.
  who     text,
  what    text not null,
  -- Null: it concerns the service.
  shop    text,
  -- The whole number.
  inquiry text,
  about   jsonb not null default '{}'
);
create index audit_entry_at on audit_entry (at, id);
create index audit_entry_who on audit_entry (who, at, id);
create index config_revision_at on config_revision (at, number);

create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
-- What was done before, as far as it is there. What the release before does beside this one is not written down here.
insert into audit_entry (at, who, what, shop, inquiry, about)
select d.at, d.who, d.what, d.shop, i.external_id, d.about from (
  select made_at as at, by_whom as who, case kind when 'in_hand' then 'took' else 'muted' end as what, shop, inquiry_id,
    jsonb_build_object('until', to_char(until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as about from mute
  union all
  select m.lifted_at, m.lifted_by, case m.kind when 'in_hand' then 'gave_back' else 'unmuted' end, m.shop, m.inquiry_id, '{}'
  from mute m where m.lifted_at < m.until_at and not exists (select 1 from mute n where n.shop = m.shop and n.kind = m.kind
    and n.inquiry_id is not distinct from m.inquiry_id and n.made_at = m.lifted_at)
  union all
  select made_at, by_whom, 'marked', shop, inquiry_id, '{}' from no_reply_needed
  union all
  select undone_at, undone_by, 'unmarked', shop, inquiry_id, '{}' from no_reply_needed where undone_by <> ''
  union all
  select made_at, null, 'token_made', null, null, jsonb_build_object('name', name) from token
  union all
  select revoked_at, null, 'token_revoked', null, null, jsonb_build_object('name', name) from token where revoked_at is not null
) d left join inquiry i on i.id = d.inquiry_id order by d.at;
