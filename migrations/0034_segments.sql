-- Kinds of people that a team keeps coming back to, each by rules that all have to hold.

create table segments (
    tenant_id     uuid        not null default current_tenant(),
    id            uuid        not null,
    name          text        not null,
    -- Of their company. Lower case; any of them.
    plans         text[]      not null default '{}',
    -- What it pays a month: at least, at most, in the smallest unit of this currency.
    revenue_from  bigint      constraint segments_revenue_from_check check (revenue_from >= 0),
    revenue_to    bigint      constraint segments_revenue_to_check check (revenue_to >= 0),
    currency      text        constraint segments_currency_check check (currency ~ '^[A-Z]{3}$'),
    -- Of their address. Lower case; any of them.
    domains       text[]      not null default '{}',
    -- Any of them.
    roles         role[]      not null default '{}',
    -- Have voted in the last so many days; have not.
    voted_within  integer     constraint segments_voted_within_check check (voted_within between 1 and 3650),
    quiet_for     integer     constraint segments_quiet_for_check check (quiet_for between 1 and 3650),
    -- Were first heard of before this day; on it or later.
    joined_before date,
    joined_since  date,
    created_by    uuid        not null,
    created_at    timestamptz not null,
    constraint segments_pkey primary key (tenant_id, id),
    constraint segments_money_check check ((currency is not null) = (revenue_from is not null or revenue_to is not null)),
    constraint segments_creator_fkey foreign key (tenant_id, created_by) references users (tenant_id, id)
);
create unique index segments_name_key on segments (tenant_id, lower(name));
call isolate('segments');

-- The people that rules like these describe; a rule that is empty or null says nothing.
create function people_like(
    plans text[], revenue_from bigint, revenue_to bigint, currency text, domains text[], roles role[],
    voted_within integer, quiet_for integer, joined_before date, joined_since date, moment timestamptz)
    returns table (user_id uuid)
    language sql stable
as $$
    select u.id
      from users u
      left join companies c on c.id = u.company_id
      left join rates() theirs on theirs.currency = c.currency
      left join rates() ours on ours.currency = people_like.currency
     where u.deleted_at is null
       and (plans = '{}' or lower(c.plan) = any (plans))
       -- Amounts of one currency need no rate. What cannot be told in one currency is neither more nor less.
       and (revenue_from is null
            or case when c.currency = people_like.currency then c.monthly_revenue_minor >= revenue_from
                    else c.monthly_revenue_minor * theirs.factor >= revenue_from * ours.factor end)
       and (revenue_to is null
            or case when c.currency = people_like.currency then c.monthly_revenue_minor <= revenue_to
                    else c.monthly_revenue_minor * theirs.factor <= revenue_to * ours.factor end)
       and (domains = '{}' or substring(u.email from '[^@]*$') = any (domains))
       and (people_like.roles = '{}' or u.roles && people_like.roles)
       and (voted_within is null or exists (
                select from votes v where v.user_id = u.id and v.created_at > moment - make_interval(days => voted_within)))
       and (quiet_for is null or not exists (
                select from votes v where v.user_id = u.id and v.created_at > moment - make_interval(days => quiet_for)))
       and (joined_before is null or u.created_at < joined_before)
       and (joined_since is null or u.created_at >= joined_since)
$$;

-- The people of a segment at a moment.
create function segment_people(segment uuid, moment timestamptz) returns table (user_id uuid)
    language sql stable
as $$
    select p.user_id
      from segments s,
           people_like(s.plans, s.revenue_from, s.revenue_to, s.currency, s.domains, s.roles,
                       s.voted_within, s.quiet_for, s.joined_before, s.joined_since, moment) p
     where s.id = segment
$$;
