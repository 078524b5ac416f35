-- Whoever of the last few that are told of something at the same time is the last sees that nobody waits any more.

-- Whether of one mail nobody waits to be told, as the last thing that a transaction asks that has told somebody. Mails leave
-- beside each other, and none sees what another has not committed yet, so two may each take the other for the last. Hence
-- whoever still sees one that waits leaves a mark until it commits, which holds up nobody else who leaves one; and whoever sees
-- none waits for those marks, and for others who see none, so that it knows how all of them have ended. It has given its own mark
-- back before, and who leaves a mark waits for nobody.
create function nobody_waits(which text) returns boolean
    language plpgsql
as $$
declare
    of_this constant bigint := hashtextextended(which, 0);
begin
    begin
        perform pg_advisory_xact_lock_shared(of_this);
        -- Jobs are begun in the order of their people, or in any: from the end one that waits is found at once, as long as many do.
        perform from notices where mail = which and state = 'planned' order by user_id desc limit 1;
        if found then
            return false;
        end if;
        raise exception using errcode = 'SB002';
    exception when sqlstate 'SB002' then
        -- The mark is gone with what was begun above.
    end;
    perform pg_advisory_xact_lock(of_this);
    return true;
end
$$;
