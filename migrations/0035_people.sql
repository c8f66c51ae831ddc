-- Who acts is who is logged in. A token carries its person; null: several use it, and they say who they are. So the tokens that
-- there are go on as shared ones, and so do those that the release before makes.
alter table token add column person text;
-- The token of some groups of shops (an agency's): whichever shops they have when it is used. `shops` holds those that they had
-- when it was made, by which the release before goes.
alter table token add column groups text[] check (groups <> '{}');

-- Who gave an inquiry into somebody's hand; null: they took it themselves, which is all that the release before does.
alter table mute add column given_by text;
-- How often an inquiry was in hand, and in vain.
create index mute_in_hand on mute (inquiry_id) where kind = 'in_hand';
