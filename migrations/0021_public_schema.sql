-- Before PostgreSQL 15 every role may create in `public`; the role of the server may not, whichever version it runs on.

revoke create on schema public from public;
