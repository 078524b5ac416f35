-- Whoever was mailed that a release is out hears once when it was taken back.

alter table changelog_mails
    -- When the mail was handed to the mail server without its answer yet: it may have arrived.
    add column begun_at timestamptz,
    -- When the correction to this mail was written. Who has not been corrected still believes the mail, and is not told again.
    add column corrected_at timestamptz,
    add constraint changelog_mails_corrected_check check (corrected_at is null or sent_at is not null);
