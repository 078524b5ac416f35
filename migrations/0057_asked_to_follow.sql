-- When somebody asked to follow an idea themselves, also where they followed it already: undoing an import does not take that.

alter table followers add column asked_at timestamptz;
