-- The address of a webhook, and of an imported calendar, is often a key by itself: of what older releases kept with each
-- revision only a fingerprint stays, so that a change is still seen (service/kept-spec.ts makes the same).
update config_revision
set spec = spec || jsonb_build_object(
  'webhook', null,
  'webhookDigest', left(encode(sha256(convert_to(
    coalesce(spec #>> '{webhook,url}', '') || E'\n' || coalesce(spec #>> '{webhook,secret}', ''), 'UTF8')), 'hex'), 16))
where jsonb_typeof(spec -> 'webhook') = 'object';

update config_revision
set spec = jsonb_set(spec, '{calendar,ics}', (
  select jsonb_agg(
    case
      when feed ? 'url' and feed ->> 'url' !~ '^ics:[0-9a-f]{16}$' then feed || jsonb_build_object(
        'url', 'ics:' || left(encode(sha256(convert_to(feed ->> 'url', 'UTF8')), 'hex'), 16))
      else feed
    end order by place)
  from jsonb_array_elements(spec #> '{calendar,ics}') with ordinality as listed (feed, place)))
where jsonb_typeof(spec #> '{calendar,ics}') = 'array' and jsonb_array_length(spec #> '{calendar,ics}') > 0;
