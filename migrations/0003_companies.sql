-- Customer organisations, for weighing demand.

create table companies (
    tenant_id             uuid        not null default current_tenant(),
    id                    uuid        not null,
    name                  text        not null,
    domain                text,
    plan                  text        not null default '',
    -- In the smallest unit of the currency (cents), per month.
    monthly_revenue_minor bigint      not null default 0 constraint companies_revenue_check check (monthly_revenue_minor >= 0),
    -- ISO 4217.
    currency              text        not null default 'USD' constraint companies_currency_check check (currency ~ '^[A-Z]{3}$'),
    created_at            timestamptz not null,
    constraint companies_pkey primary key (tenant_id, id),
    constraint companies_tenant_fkey foreign key (tenant_id) references tenants (id) on delete cascade
);
create unique index companies_name_key on companies (tenant_id, lower(name));
call isolate('companies');
