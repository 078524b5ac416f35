-- Since PostgreSQL 16 whoever makes a role without being a superuser may grant it but not work as it, until they grant
-- themselves that.

do $$
begin
    if current_setting('server_version_num')::integer < 160000 then
        return;
    end if;
    if not pg_has_role(current_user, 'shipboard_app', 'set') then
        execute format('grant shipboard_app to %I with set true', current_user);
    end if;
end
$$;
