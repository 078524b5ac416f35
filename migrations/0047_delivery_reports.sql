-- What mail servers report about mail that they took: beside the job, which stays done.

create type delivery_report as enum ('delayed', 'relayed', 'expanded', 'delivered', 'failed');

alter table outbox
    -- Whom the mail went to: a signature by the workspace's key, which says whether an address is the one, and not which it is.
    add column recipient text,
    add column report delivery_report,
    -- The mail server's words.
    add column report_words text,
    add column reported_at timestamptz,
    add constraint outbox_report_check check ((report is not null) = (reported_at is not null) and (report_words is null or report is not null));
create index outbox_bounced_idx on outbox (tenant_id, created_at) where report = 'failed';
