-- Companies in full: who looks after them, whose addresses are theirs, and what their money is worth beside other money.

alter table companies
    add column owner_id uuid,
    add constraint companies_owner_fkey foreign key (tenant_id, owner_id) references users (tenant_id, id);
create index companies_owner_idx on companies (tenant_id, owner_id) where owner_id is not null;

-- People whose confirmed address is at one of these belong to the company, unless somebody has said otherwise.
create table company_domains (
    tenant_id  uuid not null default current_tenant(),
    domain     text not null constraint company_domains_domain_check check (domain = lower(domain) and domain like '_%._%'),
    company_id uuid not null,
    constraint company_domains_pkey primary key (tenant_id, domain),
    constraint company_domains_company_fkey foreign key (tenant_id, company_id) references companies (tenant_id, id) on delete cascade
);
create index company_domains_company_idx on company_domains (tenant_id, company_id);

-- Forced policies bind the owner of the tables too, who sees no company here; for this one move they are not forced.
alter table companies no force row level security;
insert into company_domains (tenant_id, domain, company_id)
select distinct on (c.tenant_id, lower(c.domain)) c.tenant_id, lower(c.domain), c.id
  from companies c
 where c.domain ~ '^[[:alnum:]-]+(\.[[:alnum:]-]+)+$'
 order by c.tenant_id, lower(c.domain), c.created_at, c.id;
alter table companies force row level security;
alter table companies drop column domain;
call isolate('company_domains');

create type company_source as enum ('hand', 'domain', 'import');

-- How somebody came to a company, or, with none, to none. Null: nobody has decided yet, and a domain may.
alter table users add column company_by company_source;

-- What money is worth beside other money, as an admin typed it. Amounts of two currencies are added only by these.
create table currencies (
    tenant_id uuid        not null default current_tenant(),
    -- ISO 4217.
    code      text        not null constraint currencies_code_check check (code ~ '^[A-Z]{3}$'),
    -- The one that sums are said in.
    reporting boolean     not null default false,
    -- What one unit is worth in the reporting currency.
    rate      numeric     not null constraint currencies_rate_check check (rate > 0),
    -- The same between the smallest units: a dinar of Kuwait has 1,000, a euro 100, a yen is its own.
    factor    numeric     not null constraint currencies_factor_check check (factor > 0),
    set_by    uuid        not null,
    set_at    timestamptz not null,
    constraint currencies_pkey primary key (tenant_id, code),
    constraint currencies_set_by_fkey foreign key (tenant_id, set_by) references users (tenant_id, id)
);
create unique index currencies_reporting_key on currencies (tenant_id) where reporting;
call isolate('currencies');

-- The currency that sums are said in: the one that was chosen, or else the one that most companies pay in.
create function reporting_currency() returns text
    language sql stable
begin atomic
    select coalesce(
        (select c.code from currencies c where c.reporting),
        (select c.currency from companies c
          where c.monthly_revenue_minor > 0
          group by c.currency
          order by count(*) desc, c.currency
          limit 1));
end;

-- The currencies that can be told in the reporting one, and by what their smallest unit is multiplied.
create function rates() returns table (currency text, factor numeric)
    language sql stable
begin atomic
    select reporting_currency(), 1::numeric
    union all
    select c.code, c.factor from currencies c where not c.reporting and c.code <> reporting_currency();
end;
