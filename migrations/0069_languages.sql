-- What pages and mail are said in: a person's own choice, else the workspace's. Where neither has chosen, a page is said in what
-- the browser asks for. It has nothing to do with tenants.language, which is what people write in.
alter table users add column language text constraint users_language_check check (language ~ '^[a-z]{2}$');
alter table tenants add column page_language text constraint tenants_page_language_check check (page_language ~ '^[a-z]{2}$');
