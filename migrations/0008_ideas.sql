-- What people ask for, who asked, and what was said about it.

create table ideas (
    tenant_id      uuid             not null default current_tenant(),
    id             uuid             not null,
    number         integer          not null,
    board_id       uuid             not null,
    author_id      uuid             not null,
    status_id      uuid             not null,
    title          text             not null,
    body           text             not null,
    -- Rendered and made safe when it was written.
    body_html      text             not null,
    -- The team's public answer.
    response       text             not null default '',
    response_html  text             not null default '',
    responded_at   timestamptz,
    -- Merging is a link: the direct parent, and the root of the tree. An idea that stands alone is its own root.
    merged_into    uuid,
    canonical_id   uuid             not null,
    -- On a root: distinct voters over the whole tree, plus the tree's imported votes. Kept in the voter's transaction.
    vote_count     integer          not null default 0 constraint ideas_vote_count_check check (vote_count >= 0),
    -- Counts that came from another tool without names.
    imported_votes integer          not null default 0 constraint ideas_imported_votes_check check (imported_votes >= 0),
    comment_count  integer          not null default 0 constraint ideas_comment_count_check check (comment_count >= 0),
    -- Trend: ln(1 + sum over voters of exp(time of the vote since 2020 / 14 days)). Recent votes weigh more, and because
    -- the decay is the same for all, the order between ideas never has to be recomputed as time passes.
    heat           double precision not null default 0,
    -- How often this wish has become available: grows when it ships again after people were told it was withdrawn.
    epoch          integer          not null default 1,
    -- Sent with the form, so that one form makes one idea.
    submission     uuid             not null,
    search         tsvector         not null,
    created_at     timestamptz      not null,
    edited_at      timestamptz,
    deleted_at     timestamptz,
    constraint ideas_pkey primary key (tenant_id, id),
    constraint ideas_number_key unique (tenant_id, number),
    constraint ideas_submission_key unique (tenant_id, submission),
    constraint ideas_board_fkey foreign key (tenant_id, board_id) references boards (tenant_id, id),
    constraint ideas_author_fkey foreign key (tenant_id, author_id) references users (tenant_id, id),
    constraint ideas_status_fkey foreign key (tenant_id, status_id) references statuses (tenant_id, id),
    constraint ideas_merged_into_fkey foreign key (tenant_id, merged_into) references ideas (tenant_id, id),
    constraint ideas_canonical_fkey foreign key (tenant_id, canonical_id) references ideas (tenant_id, id),
    constraint ideas_merged_check check ((merged_into is null) = (canonical_id = id))
);
create index ideas_top_idx on ideas (tenant_id, vote_count desc, number desc) where merged_into is null and deleted_at is null;
create index ideas_trending_idx on ideas (tenant_id, heat desc, number desc) where merged_into is null and deleted_at is null;
create index ideas_new_idx on ideas (tenant_id, number desc) where merged_into is null and deleted_at is null;
create index ideas_board_idx on ideas (tenant_id, board_id);
create index ideas_status_idx on ideas (tenant_id, status_id) where merged_into is null and deleted_at is null;
create index ideas_author_idx on ideas (tenant_id, author_id);
create index ideas_canonical_idx on ideas (tenant_id, canonical_id);
create index ideas_search_idx on ideas using gin (tenant_id, search);
create index ideas_title_idx on ideas using gin (tenant_id, title gin_trgm_ops);
call isolate('ideas');

-- Full-text and trigram operators are not leakproof, so under a policy their indexes are not used. `search_ideas` is the one
-- place that reads ideas outside the policy: it runs as the owner, and names the workspace itself.
create policy search on ideas for select to current_user using (true);

-- All of the words, of which the last may be half typed: `-not`, `"a phrase"` and `or` mean what they mean elsewhere.
create function words_to_query(language regconfig, words text) returns tsquery
    language sql immutable
as $$
    select case when typed.word is null then websearch_to_tsquery(language, words)
                else websearch_to_tsquery(language, words)
                     || (websearch_to_tsquery(language, left(words, -length(typed.word))) && ('''' || typed.word || ''':*')::tsquery)
           end
      from (select substring(words from '(?:^|\s)([^\s"''\\:&|!<>()*-]{2,})$') as word) typed
$$;

-- Searches the boards of these visibilities for ideas with all of the words, or, where there are none, with words spelled
-- much like them. What is found in an idea that was merged counts for the idea it was merged into. `alike` asks for something
-- else: the words are a whole title, and wanted are ideas whose titles say nearly the same (rank 0 to 1).
create function search_ideas(words text, visible visibility[], alike boolean, most integer)
    returns table (id uuid, number integer, rank real)
    language plpgsql stable security definer
    set search_path = public, pg_temp
    -- That a word says nothing to a text search is no news.
    set client_min_messages = warning
as $$
#variable_conflict use_column
declare
    tenant   constant uuid := current_tenant();
    language constant regconfig := current_language();
    seen     constant uuid[] := array(select b.id from boards b where b.tenant_id = current_tenant() and b.visibility = any (visible));
    asked    constant text := lower(unaccent(left(words, 200)));
    wanted   constant text[] := array(select lexeme from unnest(to_tsvector(language, asked)));
    said     constant text[] := regexp_split_to_array(trim(asked), '[\s[:punct:]]+');
    query    tsquery;
    meant    text[] := '{}';
    spelled  text;
    near     text;
begin
    perform set_config('pg_trgm.similarity_threshold', '0.4', true);
    perform set_config('pg_trgm.word_similarity_threshold', '0.35', true);

    if alike then
        -- Titles that share two words with this one, or are spelled much like it.
        query := (select string_agg(quote_literal(a) || ' & ' || quote_literal(b), ' | ')
                    from unnest(wanted[:8]) a, unnest(wanted[:8]) b
                   where a < b or cardinality(wanted) = 1)::tsquery;
        return query
            select c.id, c.number, max(f.rank)::real
              from (select i.canonical_id,
                           greatest(similarity(asked, i.title),
                                    2.0 * (select count(*) from unnest(t.terms) term where term = any (wanted))
                                        / greatest(cardinality(t.terms) + cardinality(wanted), 3)) as rank
                      from (select i.canonical_id, i.title from ideas i
                             where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen) and i.search @@ query
                             limit 1000) i
                           cross join lateral (select tsvector_to_array(to_tsvector(language, unaccent(i.title))) as terms) t
                    union all
                    select i.canonical_id, similarity(asked, i.title)
                      from ideas i
                     where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen) and i.title % asked) f
                   join ideas c on c.tenant_id = tenant and c.id = f.canonical_id
             where c.deleted_at is null and c.board_id = any (seen)
             group by c.id, c.number
             order by 3 desc, 2 desc
             limit most;
        return;
    end if;

    query := words_to_query(language, asked);
    if not exists (select from ideas i
                    where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen) and i.search @@ query) then
        -- Each word that nobody uses becomes the word of a title that is spelled most like it.
        foreach spelled in array said loop
            near := null;
            if length(spelled) > 3 and not exists (
                select from ideas i
                 where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen)
                   and i.search @@ words_to_query(language, spelled))
            then
                select t.word into near
                  from ideas i, regexp_split_to_table(lower(unaccent(i.title)), '[\s[:punct:]]+') t (word)
                 where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen) and spelled <% i.title
                   and length(t.word) between 3 and 60
                   and levenshtein_less_equal(left(spelled, 60), t.word, 2) <= least((length(spelled) + 1) / 3, 2)
                 group by t.word
                 order by levenshtein(left(spelled, 60), t.word), count(*) desc, t.word
                 limit 1;
            end if;
            meant := meant || coalesce(near, spelled);
        end loop;
        query := words_to_query(language, array_to_string(meant, ' '));
    end if;

    return query
        select c.id, c.number, max(f.rank)::real
          from (select i.canonical_id,
                       ts_rank('{0, 0, 0.2, 1}', i.search, query, 1) + similarity(asked, i.title) as rank
                  from ideas i
                 where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen) and i.search @@ query
                union all
                -- "#12" and "12" also mean the idea with this number.
                select i.canonical_id, 10
                  from ideas i
                 where i.tenant_id = tenant and i.deleted_at is null and i.board_id = any (seen)
                   and i.number = substring(asked from '^\s*#?(\d{1,9})\s*$')::integer) f
               join ideas c on c.tenant_id = tenant and c.id = f.canonical_id
         where c.deleted_at is null and c.board_id = any (seen)
         group by c.id, c.number
         order by 3 desc, 2 desc
         limit most;
end
$$;

create table idea_tags (
    tenant_id uuid not null default current_tenant(),
    idea_id   uuid not null,
    tag_id    uuid not null,
    constraint idea_tags_pkey primary key (tenant_id, idea_id, tag_id),
    constraint idea_tags_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint idea_tags_tag_fkey foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade
);
create index idea_tags_tag_idx on idea_tags (tenant_id, tag_id);
call isolate('idea_tags');

-- What an idea said before it was edited.
create table idea_revisions (
    tenant_id  uuid        not null default current_tenant(),
    id         uuid        not null,
    idea_id    uuid        not null,
    editor_id  uuid        not null,
    title      text        not null,
    body       text        not null,
    created_at timestamptz not null,
    constraint idea_revisions_pkey primary key (tenant_id, id),
    constraint idea_revisions_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint idea_revisions_editor_fkey foreign key (tenant_id, editor_id) references users (tenant_id, id)
);
create index idea_revisions_idea_idx on idea_revisions (tenant_id, idea_id, id);
call isolate('idea_revisions');

-- A vote stands on the idea the voter meant. Merging leaves it there.
create table votes (
    tenant_id  uuid        not null default current_tenant(),
    idea_id    uuid        not null,
    user_id    uuid        not null,
    -- Who cast it, where staff voted on somebody's behalf, and the conversation it came from.
    cast_by    uuid,
    source_url text,
    created_at timestamptz not null,
    constraint votes_pkey primary key (tenant_id, idea_id, user_id),
    constraint votes_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint votes_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id),
    constraint votes_cast_by_fkey foreign key (tenant_id, cast_by) references users (tenant_id, id)
);
create index votes_user_idx on votes (tenant_id, user_id, idea_id);
call isolate('votes');

create table comments (
    tenant_id  uuid        not null default current_tenant(),
    id         uuid        not null,
    idea_id    uuid        not null,
    -- One level of replies: the comment answered, which is never itself a reply.
    parent_id  uuid,
    author_id  uuid        not null,
    body       text        not null,
    body_html  text        not null,
    -- A note among staff; it does not exist for anybody else.
    staff_only boolean     not null default false,
    submission uuid        not null,
    created_at timestamptz not null,
    edited_at  timestamptz,
    deleted_at timestamptz,
    constraint comments_pkey primary key (tenant_id, id),
    constraint comments_submission_key unique (tenant_id, submission),
    constraint comments_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint comments_parent_fkey foreign key (tenant_id, parent_id) references comments (tenant_id, id),
    constraint comments_author_fkey foreign key (tenant_id, author_id) references users (tenant_id, id)
);
create index comments_idea_idx on comments (tenant_id, idea_id, id);
create index comments_author_idx on comments (tenant_id, author_id);
call isolate('comments');

create type follow_reason as enum ('submitted', 'voted', 'voted_for', 'asked', 'commented');

create table followers (
    tenant_id  uuid          not null default current_tenant(),
    idea_id    uuid          not null,
    user_id    uuid          not null,
    reason     follow_reason not null,
    -- Decisions are always told; comments only to those who want them.
    comments   boolean       not null default false,
    created_at timestamptz   not null,
    constraint followers_pkey primary key (tenant_id, idea_id, user_id),
    constraint followers_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint followers_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index followers_user_idx on followers (tenant_id, user_id);
call isolate('followers');

-- What a vote at this moment adds to an idea's heat, as a logarithm.
create function warmth(moment timestamptz) returns double precision
    language sql stable parallel safe
    return extract(epoch from moment - timestamptz '2020-01-01 00:00:00+00') / (14 * 86400);

-- ln(exp(one) + exp(other)), without ever computing a number too large or too small to be held.
create function add_warmth(one double precision, other double precision) returns double precision
    language sql immutable parallel safe
    return greatest(one, other) + ln(1 + exp(greatest(-abs(one - other), -700)));

-- An idea's tree: a root, and everything merged into it, directly or not.
create function tree_of(root uuid) returns table (idea_id uuid, imported integer)
    language sql stable
begin atomic
    select i.id, i.imported_votes from ideas i where i.id = root
    union all
    select i.id, i.imported_votes from ideas i where i.canonical_id = root and i.merged_into is not null;
end;

-- What a root's counters should say: distinct voters over its tree, and their heat by the first vote of each.
create function count_votes(root uuid, out votes integer, out heat double precision)
    language sql stable
begin atomic
    with voters as (
        select warmth(min(v.created_at)) as warmth
          from tree_of(root) t join votes v on v.idea_id = t.idea_id
         group by v.user_id
    ), hottest as (
        select greatest(max(voters.warmth), 0) as warmth from voters
    )
    select ((select count(*) from voters) + (select coalesce(sum(t.imported), 0) from tree_of(root) t))::integer,
           hottest.warmth + ln(exp(greatest(-hottest.warmth, -700))
                + (select coalesce(sum(exp(greatest(voters.warmth - hottest.warmth, -700))), 0) from voters))
      from hottest;
end;

-- Makes a root's counters say it.
create function recount_votes(root uuid) returns void
    language sql volatile
begin atomic
    update ideas i set vote_count = c.votes, heat = c.heat from count_votes(root) c where i.id = root;
end;

-- The root of the tree that an idea stands in, locked until the transaction ends, so that whoever changes the tree's counters
-- does so one after the other. Null where the idea does not exist or was deleted.
create function lock_root(meant uuid) returns uuid
    language plpgsql volatile
as $$
declare
    held uuid;
begin
    loop
        select r.id into held
          from ideas m join ideas r on r.id = m.canonical_id
         where m.id = meant and m.deleted_at is null and r.deleted_at is null
           for no key update of r;
        -- While this waited for the lock, a merge may have given the tree another root.
        if held is null or exists (select from ideas m where m.id = meant and m.canonical_id = held) then
            return held;
        end if;
    end loop;
end
$$;

-- Sets or withdraws one person's vote, with everything that hangs on it. A vote is cast on the idea that was meant; it is
-- withdrawn from the whole tree, which shows as one idea with one vote. Nothing changes when it is said twice.
create function set_vote(
    meant uuid, voter uuid, wanted boolean, caster uuid, source text, moment timestamptz,
    out root uuid, out changed boolean, out total integer)
    language plpgsql volatile
as $$
begin
    root := lock_root(meant);
    if root is null then
        return;
    end if;
    if wanted then
        insert into votes (idea_id, user_id, cast_by, source_url, created_at) values (meant, voter, caster, source, moment)
        on conflict do nothing;
        changed := found;
        if changed then
            update ideas i
               set vote_count = i.vote_count + 1, heat = add_warmth(i.heat, warmth(moment))
             where i.id = root
               and not exists (
                    select from tree_of(root) t join votes v on v.idea_id = t.idea_id
                     where v.user_id = voter and v.idea_id <> meant);
            insert into followers (idea_id, user_id, reason, created_at)
            select meant, voter, case when caster is null then 'voted' else 'voted_for' end::follow_reason, moment
             where not exists (select from opt_outs o where o.user_id = voter and o.idea_id in (meant, root))
            on conflict do nothing;
        end if;
    else
        delete from votes v where v.user_id = voter and v.idea_id in (select t.idea_id from tree_of(root) t);
        changed := found;
        if changed then
            delete from followers f
             where f.user_id = voter and f.reason in ('voted', 'voted_for')
               and f.idea_id in (select t.idea_id from tree_of(root) t);
            perform recount_votes(root);
        end if;
    end if;
    select i.vote_count into total from ideas i where i.id = root;
end
$$;
