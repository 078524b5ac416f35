-- Workspaces. The one table that is read before a scope exists.

create type tenant_state as enum ('pending', 'active', 'suspended', 'deleted');

create table tenants (
    id              uuid        constraint tenants_pkey primary key,
    slug            text        not null constraint tenants_slug_key unique,
    custom_domain   text        constraint tenants_custom_domain_key unique,
    name            text        not null,
    tagline         text        not null default '',
    state           tenant_state not null default 'pending',
    -- '#rrggbb', or null for Shipboard's own colour.
    brand_color     text        constraint tenants_brand_color_check check (brand_color ~ '^#[0-9a-f]{6}$'),
    -- BCP 47 tag of the language people write in; decides how words are stemmed for search.
    language        text        not null default 'en',
    time_zone       text        not null default 'UTC',
    -- How long after "ship" nothing is mailed, so that it can still be undone in silence.
    settle_minutes  integer     not null default 5 constraint tenants_settle_minutes_check check (settle_minutes between 0 and 4320),
    indexed         boolean     not null default true,
    -- Signs the links in this workspace's mail (HMAC-SHA256).
    mail_key        bytea       not null constraint tenants_mail_key_check check (length(mail_key) = 32),
    created_at      timestamptz not null,
    activated_at    timestamptz,
    constraint tenants_slug_check check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 2 and 40)
);

grant select, insert, update, delete on tenants to shipboard_app;

-- The text search configuration of the workspace in scope.
create function current_language() returns regconfig
    language sql stable
    return coalesce(
        (select case split_part(t.language, '-', 1)
                    when 'ar' then 'arabic' when 'da' then 'danish' when 'nl' then 'dutch' when 'en' then 'english'
                    when 'fi' then 'finnish' when 'fr' then 'french' when 'de' then 'german' when 'hu' then 'hungarian'
                    when 'it' then 'italian' when 'nb' then 'norwegian' when 'no' then 'norwegian' when 'pt' then 'portuguese'
                    when 'ro' then 'romanian' when 'ru' then 'russian' when 'es' then 'spanish' when 'sv' then 'swedish'
                    when 'tr' then 'turkish' else 'simple' end
           from tenants t where t.id = current_tenant()),
        'simple')::regconfig;

-- Numbers that people see (#12) count up per workspace and noun. The row lock makes them unique under concurrency.
create table counters (
    tenant_id uuid    not null default current_tenant(),
    noun      text    not null,
    last      integer not null,
    constraint counters_pkey primary key (tenant_id, noun),
    constraint counters_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
call isolate('counters');

create function next_number(of_noun text) returns integer
    language sql volatile
begin atomic
    insert into counters (noun, last) values (of_noun, 1)
    on conflict (tenant_id, noun) do update set last = counters.last + 1
    returning last;
end;
