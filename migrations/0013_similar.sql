-- Ideas that may be the same: which have to be read again, which pairs are likely duplicates, and which are none.

-- In which transaction an idea's words were last written. A server that keeps them in its memory asks for what was written
-- since its last look: not by time, which says nothing about when a transaction became visible, but by transactions that were
-- still running then. 0 stands for "before this was kept".
alter table ideas add column worded_in bigint not null default 0;
create index ideas_worded_in_idx on ideas (tenant_id, worded_in);

create function note_wording() returns trigger
    language plpgsql
as $$
begin
    new.worded_in := pg_current_xact_id()::text::bigint;
    return new;
end
$$;

create trigger ideas_wording_added before insert on ideas
    for each row execute function note_wording();
create trigger ideas_wording_changed before update of title, body on ideas
    for each row when ((old.title, old.body) is distinct from (new.title, new.body)) execute function note_wording();

-- Two ideas that are likely to be the same. The ids stand in order, so that a pair is one row whoever finds it.
create table likely_pairs (
    tenant_id  uuid        not null default current_tenant(),
    one_id     uuid        not null,
    other_id   uuid        not null,
    -- 1 is the same in the same words.
    score      real        not null,
    -- Words that both say, the most telling first; none where they are only spelled alike.
    words      text[]      not null,
    created_at timestamptz not null,
    constraint likely_pairs_pkey primary key (tenant_id, one_id, other_id),
    constraint likely_pairs_one_fkey foreign key (tenant_id, one_id) references ideas (tenant_id, id) on delete cascade,
    constraint likely_pairs_other_fkey foreign key (tenant_id, other_id) references ideas (tenant_id, id) on delete cascade,
    constraint likely_pairs_order_check check (one_id < other_id)
);
create index likely_pairs_score_idx on likely_pairs (tenant_id, score desc, one_id desc, other_id desc);
create index likely_pairs_other_idx on likely_pairs (tenant_id, other_id);
call isolate('likely_pairs');

-- Two ideas that somebody has looked at and that are not the same. They are not proposed again, whatever becomes of their words.
create table distinct_pairs (
    tenant_id  uuid        not null default current_tenant(),
    one_id     uuid        not null,
    other_id   uuid        not null,
    decided_by uuid        not null,
    decided_at timestamptz not null,
    constraint distinct_pairs_pkey primary key (tenant_id, one_id, other_id),
    constraint distinct_pairs_one_fkey foreign key (tenant_id, one_id) references ideas (tenant_id, id) on delete cascade,
    constraint distinct_pairs_other_fkey foreign key (tenant_id, other_id) references ideas (tenant_id, id) on delete cascade,
    constraint distinct_pairs_decided_by_fkey foreign key (tenant_id, decided_by) references users (tenant_id, id),
    constraint distinct_pairs_order_check check (one_id < other_id)
);
create index distinct_pairs_other_idx on distinct_pairs (tenant_id, other_id);
create index distinct_pairs_recent_idx on distinct_pairs (tenant_id, decided_at desc);
call isolate('distinct_pairs');

-- The ideas that are there already are compared once.
insert into outbox (tenant_id, kind, key, payload, due_at, created_at)
select id, 'similar.compare_all', 'first', '{"after": 0}', now(), now() from tenants where state <> 'deleted';

-- Searching is all that is left to the search: what is much like something else is found by its words in memory.
drop function search_ideas(text, visibility[], boolean, integer);

-- Searches the boards of these visibilities for ideas with all of the words, or, where there are none, with words spelled
-- much like them. What is found in an idea that was merged counts for the idea it was merged into.
create function search_ideas(words text, visible visibility[], most integer)
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
    said     constant text[] := regexp_split_to_array(trim(asked), '[\s[:punct:]]+');
    query    tsquery;
    meant    text[] := '{}';
    spelled  text;
    near     text;
begin
    perform set_config('pg_trgm.word_similarity_threshold', '0.35', true);

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
