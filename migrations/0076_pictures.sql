-- Pictures in what people write: each drawn again from what was uploaded, and which texts mention it.

create table pictures (
    tenant_id   uuid        not null default current_tenant(),
    id          uuid        not null,
    -- Who brought it.
    owner_id    uuid        not null,
    format      text        not null constraint pictures_format_check check (format in ('png', 'jpg')),
    -- In points.
    width       integer     not null,
    height      integer     not null,
    picture     bytea       not null,
    uploaded_at timestamptz not null,
    constraint pictures_pkey primary key (tenant_id, id),
    constraint pictures_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade,
    constraint pictures_owner_fkey foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
create index pictures_owner_idx on pictures (tenant_id, owner_id);
-- It is compressed already.
alter table pictures alter column picture set storage external;
call isolate('pictures');
-- A picture never changes, and the text that mentions it is what is kept and watched.
drop trigger pictures_changed on pictures;

create type picture_place as enum ('idea', 'response', 'revision', 'comment', 'release', 'held');

-- Which texts mention a picture: who may read one of them may see it, and what none mentions is swept out.
create table picture_uses (
    tenant_id  uuid          not null default current_tenant(),
    picture_id uuid          not null,
    place      picture_place not null,
    -- The idea, its revision, the comment, the release or the held post whose text it is.
    subject_id uuid          not null,
    constraint picture_uses_pkey primary key (tenant_id, picture_id, place, subject_id),
    constraint picture_uses_picture_fkey foreign key (tenant_id, picture_id) references pictures (tenant_id, id) on delete cascade
);
create index picture_uses_subject_idx on picture_uses (tenant_id, subject_id);
call isolate('picture_uses');
drop trigger picture_uses_changed on picture_uses;

-- Keeps the uses of one text: whichever verb writes it, no verb has to remember it. Its arguments are the place and the column.
create function note_pictures() returns trigger
    language plpgsql
as $$
declare
    spot   constant picture_place := tg_argv[0];
    tenant constant uuid := coalesce(new.tenant_id, old.tenant_id);
    about  constant uuid := coalesce(new.id, old.id);
    said   constant text := to_jsonb(new) ->> tg_argv[1];
    named  constant uuid[] := array(select distinct m[1]::uuid from regexp_matches(said, '/pictures/([0-9a-f]{32})-', 'g') m);
begin
    delete from picture_uses u
     where u.tenant_id = tenant and u.subject_id = about and u.place = spot and u.picture_id <> all (named);
    insert into picture_uses (tenant_id, picture_id, place, subject_id)
    select tenant, p.id, spot, about from pictures p where p.tenant_id = tenant and p.id = any (named)
    on conflict do nothing;
    return null;
end
$$;

-- Texts without pictures, which most are, cost a look and no more.
create procedure watch_pictures(name regclass, place picture_place, body name)
    language plpgsql
as $$
declare
    watched constant text := format('%s_%s_pictures', (select relname from pg_class where oid = name), place);
begin
    execute format(
        'create trigger %I after insert on %s for each row when (strpos(new.%I, ''/pictures/'') > 0) execute function note_pictures(%L, %L)',
        watched || '_come', name, body, place, body);
    execute format(
        'create trigger %I after update of %I on %s for each row when (new.%I <> old.%I and strpos(new.%I || old.%I, ''/pictures/'') > 0) execute function note_pictures(%L, %L)',
        watched || '_change', body, name, body, body, body, body, place, body);
    execute format(
        'create trigger %I after delete on %s for each row when (strpos(old.%I, ''/pictures/'') > 0) execute function note_pictures(%L, %L)',
        watched || '_go', name, body, place, body);
end
$$;
call watch_pictures('ideas', 'idea', 'body');
call watch_pictures('ideas', 'response', 'response');
call watch_pictures('idea_revisions', 'revision', 'body');
call watch_pictures('comments', 'comment', 'body');
call watch_pictures('releases', 'release', 'notes');
call watch_pictures('held_posts', 'held', 'body');

-- Whether somebody who sees boards of these visibilities finds an idea there, by itself or in the one that it is part of.
create function idea_is_shown(idea uuid, visible visibility[]) returns boolean
    language sql stable
as $$
    select exists (
        select from ideas i
          join boards b on b.id = i.board_id
          join ideas r on r.id = i.canonical_id
          join boards rb on rb.id = r.board_id
         where i.id = idea and i.deleted_at is null and r.deleted_at is null
           and b.visibility = any (visible) and rb.visibility = any (visible))
$$;

-- Whether such a person, who neither works here nor brought it, finds a picture in a text that they may read: an idea, the team's
-- answer to it, a comment that is no note, the story of a release that shipped. Each is asked by its own id, so that it takes as
-- long with many ideas as with few.
create function picture_is_shown(picture uuid, visible visibility[]) returns boolean
    language sql stable
as $$
    select exists (
        select from picture_uses u
         where u.picture_id = picture
           and case u.place
               when 'idea' then idea_is_shown(u.subject_id, visible)
               when 'response' then idea_is_shown(u.subject_id, visible)
               when 'comment' then idea_is_shown(
                    (select c.idea_id from comments c where c.id = u.subject_id and c.deleted_at is null and not c.staff_only),
                    visible)
               when 'release' then exists (select from releases r where r.id = u.subject_id and r.shipped_at is not null)
               else false
               end)
$$;
