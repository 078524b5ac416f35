-- People who read the public story of releases by mail, each by their own double confirmation.

create table changelog_subscribers (
    tenant_id       uuid        not null default current_tenant(),
    id              uuid        not null,
    email           text        not null,
    created_at      timestamptz not null,
    -- When the confirmation link was last asked for.
    asked_at        timestamptz not null,
    confirmed_at    timestamptz,
    unsubscribed_at timestamptz,
    constraint changelog_subscribers_pkey primary key (tenant_id, id),
    constraint changelog_subscribers_email_key unique (tenant_id, email),
    constraint changelog_subscribers_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
call isolate('changelog_subscribers');

-- One subscriber told of one ship of one release.
create table changelog_mails (
    tenant_id     uuid        not null default current_tenant(),
    subscriber_id uuid        not null,
    release_id    uuid        not null,
    attempt       integer     not null,
    sent_at       timestamptz,
    constraint changelog_mails_pkey primary key (tenant_id, subscriber_id, release_id, attempt),
    constraint changelog_mails_subscriber_fkey foreign key (tenant_id, subscriber_id) references changelog_subscribers (tenant_id, id) on delete cascade,
    constraint changelog_mails_release_fkey foreign key (tenant_id, release_id) references releases (tenant_id, id) on delete cascade
);
call isolate('changelog_mails');
