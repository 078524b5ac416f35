-- People of a workspace: who they are, how they sign in, and what they wrote before they had.

create type role as enum ('member', 'manager', 'releaser', 'admin', 'owner');

create table users (
    tenant_id         uuid        not null default current_tenant(),
    id                uuid        not null,
    -- Lower case. Null once the person has been deleted: their votes stay, their name and address go.
    email             text,
    name              text        not null,
    roles             role[]      not null default '{member}',
    company_id        uuid,
    password_hash     text,
    theme             text        not null default 'auto' constraint users_theme_check check (theme in ('auto', 'light', 'dark')),
    -- When the owner of the address proved to be this person; unconfirmed people are never mailed about ideas.
    confirmed_at      timestamptz,
    blocked_at        timestamptz,
    deleted_at        timestamptz,
    -- Why mail to this address is withheld (the mail server's words), until staff lift it.
    suppressed_reason text,
    created_at        timestamptz not null,
    constraint users_pkey primary key (tenant_id, id),
    constraint users_email_key unique (tenant_id, email),
    constraint users_email_check check ((email is null) = (deleted_at is not null)),
    constraint users_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade,
    constraint users_company_fkey foreign key (tenant_id, company_id) references companies (tenant_id, id)
);
create index users_company_idx on users (tenant_id, company_id) where company_id is not null;
create index users_staff_idx on users (tenant_id) where roles <> '{member}';
call isolate('users');

create table sessions (
    tenant_id  uuid        not null default current_tenant(),
    id         uuid        not null,
    user_id    uuid        not null,
    -- SHA-256 of the cookie's token.
    token_hash bytea       not null,
    user_agent text        not null,
    address    text        not null,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null,
    constraint sessions_pkey primary key (tenant_id, id),
    constraint sessions_token_key unique (tenant_id, token_hash),
    constraint sessions_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
create index sessions_user_idx on sessions (tenant_id, user_id);
call isolate('sessions');

-- A write that a signed-out person made, kept until they have signed in.
create table intents (
    tenant_id    uuid        not null default current_tenant(),
    id           uuid        not null,
    -- SHA-256 of the token that the sign-in page carries, and of the cookie of the browser it was written in.
    token_hash   bytea       not null,
    browser_hash bytea       not null,
    path         text        not null,
    content_type text        not null,
    body         bytea       not null,
    created_at   timestamptz not null,
    -- When it was carried out. Cleared where that failed, so that it can be tried again.
    used_at      timestamptz,
    constraint intents_pkey primary key (tenant_id, id),
    constraint intents_token_key unique (tenant_id, token_hash),
    constraint intents_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
call isolate('intents');

create type sign_in_purpose as enum ('sign_in', 'found', 'invite', 'change_email');

-- A mailed proof of an address: a link and, for signing in, a six-digit code.
create table sign_ins (
    tenant_id    uuid            not null default current_tenant(),
    id           uuid            not null,
    purpose      sign_in_purpose not null,
    email        text            not null,
    -- The person this belongs to, where one exists already.
    user_id      uuid,
    -- All hashes are SHA-256. The browser's is of a cookie, and tells the browser that asked from any other.
    token_hash   bytea           not null,
    code_hash    bytea,
    browser_hash bytea,
    guesses      integer         not null default 0,
    intent_id    uuid,
    -- Where to go afterwards: a path of this workspace.
    next         text            not null default '/',
    created_at   timestamptz     not null,
    expires_at   timestamptz     not null,
    used_at      timestamptz,
    constraint sign_ins_pkey primary key (tenant_id, id),
    constraint sign_ins_token_key unique (tenant_id, token_hash),
    constraint sign_ins_guesses_check check (guesses between 0 and 5),
    constraint sign_ins_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint sign_ins_intent_fkey foreign key (tenant_id, intent_id) references intents (tenant_id, id),
    constraint sign_ins_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create index sign_ins_browser_idx on sign_ins (tenant_id, browser_hash) where used_at is null;
call isolate('sign_ins');
