# Welche Mail man bekommt, und wie man sie abstellt.
mail-on = Einschalten
mail-off = Abstellen
mail-title = Ihre Mail
mail-word = Mail
mail-lead = An { $email }. Wenn eine Idee fertig ist, die Sie sich gewünscht haben, bekommen Sie eine Mail dazu. Einmal.
mail-ideas = Mails über Ideen
mail-ideas-text = Wenn etwas, das Sie sich gewünscht haben, geplant, fertig oder abgelehnt ist.
mail-any = Überhaupt Mail
mail-any-text = Die Mail zum Anmelden kommt immer.
mail-followed = Ideen, denen Sie folgen
mail-nothing = Noch keine
mail-nothing-text = Stimmen Sie für eine Idee, dann steht sie hier.
mail-muted = Stumm
mail-all = Entscheidungen und Kommentare
mail-decisions = Entscheidungen
mail-hear-of = Von „{ $title }“ hören
mail-mute-idea = „{ $title }“ stumm schalten
mail-hear = Davon hören
mail-mute = Stumm
mail-noted-off = Notiert: nichts mehr davon.
mail-noted-on = Notiert: Sie hören wieder davon.
leave-undo = Wieder einschalten
leave-stop = Das abstellen
leave-mail = Mail von { $site }
leave-mail-lead = An { $email }. Nichts ändert sich, bis Sie einen Knopf drücken, und alles lässt sich hier zurücknehmen.
leave-one = Geplant, fertig oder abgelehnt: nur diese eine Idee.
leave-all-ideas = Alle Mails über Ideen
leave-all-ideas-text = Entscheidungen über alles, was Sie sich gewünscht haben, und Kommentare, denen Sie folgen.
leave-all = Alle Mails
leave-all-text = Alles außer der Mail zum Anmelden.
left-idea = Zu dieser Idee hören Sie nichts mehr.
left-ideas = Sie bekommen keine Mails über Ideen mehr.
left-everything = Sie bekommen keine Mail mehr, außer wenn Sie sich anmelden.
left-undone = Erledigt. Sie hören wieder von uns.

# Was unter der Glocke steht.
news-title = Benachrichtigungen
news-bell = Benachrichtigungen, { $count } ungelesen
news-mark = Alle als gelesen markieren
news-nothing = Noch nichts
news-nothing-text = Wenn etwas, das Sie sich gewünscht haben, geplant, beantwortet oder fertig ist, steht es hier.
news-not-read = Ungelesen:
news-shipped = <a href="{ $path }"><bdi>{ $title }</bdi></a> ist da.
news-shipped-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> ist da, in { $release }.
news-withdrawn = <a href="{ $path }"><bdi>{ $title }</bdi></a> ist nicht mehr da.
news-withdrawn-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> ist nicht mehr da: { $release } wurde zurückgenommen.
news-planned = <a href="{ $path }"><bdi>{ $title }</bdi></a> ist geplant.
news-planned-for = <a href="{ $path }"><bdi>{ $title }</bdi></a> ist für { $release } geplant.
news-declined = <a href="{ $path }"><bdi>{ $title }</bdi></a> wird es nicht geben.
news-merged = Ihr Wunsch ist jetzt Teil von <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-voted-for = Das Team hat vermerkt, dass Sie sich <a href="{ $path }"><bdi>{ $title }</bdi></a> wünschen.
news-assigned = { $who } hat Ihnen <a href="{ $path }"><bdi>{ $title }</bdi></a> übergeben.
news-commented = { $who } hat <a href="{ $path }"><bdi>{ $title }</bdi></a> kommentiert.
news-commented-more = { $who } und andere haben etwas zu <a href="{ $path }"><bdi>{ $title }</bdi></a> gesagt.
news-comments = { $count ->
    [one] 1 Kommentar
   *[other] { $count } Kommentare
}
news-told = Alle, die gefragt haben, wissen von <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-told-failed = { $count ->
    [one] Alle wissen von <a href="{ $path }"><bdi>{ $title }</bdi></a>, bis auf eine Person, deren Mail nicht ankam.
   *[other] Alle wissen von <a href="{ $path }"><bdi>{ $title }</bdi></a>, bis auf { $count } Personen, deren Mail nicht ankam.
}
news-corrected = Alle Benachrichtigten wissen, dass <a href="{ $path }"><bdi>{ $title }</bdi></a> zurückgenommen wurde.
news-corrected-failed = { $count ->
    [one] Alle Benachrichtigten wissen, dass <a href="{ $path }"><bdi>{ $title }</bdi></a> zurückgenommen wurde, bis auf eine Person, deren Mail nicht ankam.
   *[other] Alle Benachrichtigten wissen, dass <a href="{ $path }"><bdi>{ $title }</bdi></a> zurückgenommen wurde, bis auf { $count } Personen, deren Mail nicht ankam.
}
news-held = { $count ->
    [one] <a href="{ $path }">Ein Beitrag</a> wartet darauf, gelesen zu werden, bevor er erscheint.
   *[other] <a href="{ $path }">{ $count } Beiträge</a> warten darauf, gelesen zu werden, bevor sie erscheinen.
}
news-appears = { $kind ->
    [idea] Ihre Idee <a href="{ $path }"><bdi>{ $title }</bdi></a> ist da.
    [edit] Ihre Änderung an <a href="{ $path }"><bdi>{ $title }</bdi></a> ist da.
   *[comment] Ihr Kommentar zu <a href="{ $path }"><bdi>{ $title }</bdi></a> ist da.
}
news-refused = { $kind ->
    [idea] Ihre Idee <a href="{ $path }"><bdi>{ $title }</bdi></a> erscheint nicht. Das Team sagt, warum.
    [edit] Ihre Änderung an <a href="{ $path }"><bdi>{ $title }</bdi></a> erscheint nicht. Das Team sagt, warum.
   *[comment] Ihr Kommentar zu <a href="{ $path }"><bdi>{ $title }</bdi></a> erscheint nicht. Das Team sagt, warum.
}
news-older = Älteres steht auf den Seiten der Ideen selbst.
news-mail = Was außerdem per Mail kommt, <a href="/profile/mail">bestimmen Sie</a>.
news-read = Alles ist gelesen.
