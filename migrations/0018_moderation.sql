-- What people send that somebody of the team reads before it appears.

-- Which posts of a board wait to be read, mildest first. What looks like spam waits on every board.
create type board_moderation as enum ('none', 'first', 'all');

alter table boards add column moderation board_moderation not null default 'none';

-- Since when somebody's posts never wait. Whoever works here needs no such word.
alter table users add column trusted_at timestamptz;

create type held_kind as enum ('idea', 'comment', 'idea_edit', 'comment_edit');
create type held_state as enum ('waiting', 'declined', 'approved');

-- Why something waits, in the order in which the reasons are named.
create type held_reason as enum ('trap', 'haste', 'links', 'declined_before', 'repeated', 'first', 'everything');

-- What waits is not an idea or a comment yet: it stands in no list, is found by no search, counts for nothing, and nobody is
-- told of it. Approving it submits it, in the name of its author and as of when it was written.
create table held_posts (
    tenant_id   uuid          not null default current_tenant(),
    id          uuid          not null,
    kind        held_kind     not null,
    author_id   uuid          not null,
    -- Where an idea is to go.
    board_id    uuid,
    -- The idea that a comment or a change is about. Of an idea that was approved: itself.
    idea_id     uuid,
    -- The comment that is answered or changed. Of a comment that was approved: itself.
    comment_id  uuid,
    -- As typed, in Markdown. Gone once it was approved: then the words stand where they belong.
    title       text          not null default '',
    body        text          not null,
    -- The words without case, marks and markup, by which one text is known in another.
    words       text          not null,
    -- Sent with the form, so that one form makes one post.
    submission  uuid          not null,
    reasons     held_reason[] not null,
    state       held_state    not null default 'waiting',
    decided_by  uuid,
    decided_at  timestamptz,
    -- What is decided in one act is told to a person in one mail.
    decision    uuid,
    -- Why it was declined: one of the reasons there are words for, and what staff added.
    declined_as text,
    note        text          not null default '',
    -- What the author was told last.
    told        held_state,
    created_at  timestamptz   not null,
    edited_at   timestamptz,
    constraint held_posts_pkey primary key (tenant_id, id),
    constraint held_posts_submission_key unique (tenant_id, submission),
    constraint held_posts_place_check check (
        case kind
            when 'idea' then board_id is not null and comment_id is null and (idea_id is not null) = (state = 'approved')
            when 'comment' then board_id is null and idea_id is not null
            when 'idea_edit' then board_id is null and idea_id is not null and comment_id is null
            when 'comment_edit' then board_id is null and idea_id is not null and comment_id is not null
        end),
    constraint held_posts_decided_check check ((state = 'waiting') = (decided_at is null) and (state = 'declined') = (declined_as is not null)),
    constraint held_posts_approved_check check (state <> 'approved' or (title = '' and body = '' and words = '')),
    constraint held_posts_author_fkey foreign key (tenant_id, author_id) references users (tenant_id, id),
    constraint held_posts_decided_by_fkey foreign key (tenant_id, decided_by) references users (tenant_id, id),
    constraint held_posts_board_fkey foreign key (tenant_id, board_id) references boards (tenant_id, id),
    constraint held_posts_idea_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id) on delete cascade,
    constraint held_posts_comment_fkey foreign key (tenant_id, comment_id) references comments (tenant_id, id) on delete cascade
);
-- The queue, in order; what was declined lately; what one person has there.
create index held_posts_waiting_idx on held_posts (tenant_id, id) where state = 'waiting';
create index held_posts_declined_idx on held_posts (tenant_id, decided_at desc, id) where state = 'declined';
create index held_posts_author_idx on held_posts (tenant_id, author_id, id) where state <> 'approved';
create index held_posts_decision_idx on held_posts (tenant_id, decision) where decision is not null;
-- One person has one change to a thing waiting at a time.
create unique index held_posts_edit_key on held_posts (tenant_id, author_id, idea_id, coalesce(comment_id, idea_id))
    where state = 'waiting' and kind in ('idea_edit', 'comment_edit');
call isolate('held_posts');
