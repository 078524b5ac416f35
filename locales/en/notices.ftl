# What mail one gets, and leaving it.
mail-on = Turn on
mail-off = Turn off
mail-title = Your mail
mail-word = Mail
mail-lead = To { $email }. When an idea you asked for ships, you get one mail about it. Once.
mail-ideas = Mail about ideas
mail-ideas-text = When something you asked for is planned, ships or is declined.
mail-any = Any mail at all
mail-any-text = The mail that signs you in always comes.
mail-followed = Ideas you follow
mail-nothing = Nothing yet
mail-nothing-text = Vote for an idea, and it stands here.
mail-muted = Muted
mail-all = Decisions and comments
mail-decisions = Decisions
mail-hear-of = Hear of “{ $title }”
mail-mute-idea = Mute “{ $title }”
mail-hear = Hear of it
mail-mute = Mute
mail-noted-off = Noted: no more of that.
mail-noted-on = Noted: you will hear of it.
leave-undo = Turn back on
leave-stop = Stop this
leave-mail = Mail from { $site }
leave-mail-lead = To { $email }. Nothing changes until you press a button, and each can be undone here.
leave-one = Planned, shipped or declined: this one idea.
leave-all-ideas = All mail about ideas
leave-all-ideas-text = Decisions on everything you asked for, and comments you follow.
leave-all = All mail
leave-all-text = Everything except the mail that signs you in.
left-idea = You will hear no more about this idea.
left-ideas = You will get no more mail about ideas.
left-everything = You will get no more mail, except when you sign in.
left-undone = Done. You will hear from us again.

# What is under the bell.
news-title = Notifications
news-bell = Notifications, { $count } not read
news-mark = Mark all as read
news-nothing = Nothing yet
news-nothing-text = When something you asked for is planned, answered or there, you find it here.
news-not-read = Not read:
news-shipped = <a href="{ $path }"><bdi>{ $title }</bdi></a> is there.
news-shipped-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> is there, in { $release }.
news-withdrawn = <a href="{ $path }"><bdi>{ $title }</bdi></a> is not there any more.
news-withdrawn-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> is not there any more: { $release } was taken back.
news-planned = <a href="{ $path }"><bdi>{ $title }</bdi></a> is planned.
news-planned-for = <a href="{ $path }"><bdi>{ $title }</bdi></a> is planned for { $release }.
news-declined = <a href="{ $path }"><bdi>{ $title }</bdi></a> will not come.
news-merged = What you asked for is now part of <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-voted-for = The team noted that you ask for <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-assigned = { $who } gave <a href="{ $path }"><bdi>{ $title }</bdi></a> to you.
news-commented = { $who } commented on <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-commented-more = { $who } and others said something about <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-comments = { $count ->
    [one] 1 comment
   *[other] { $count } comments
}
news-told = Everybody who asked has been told of <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-told-failed = { $count ->
    [one] Everybody has been told of <a href="{ $path }"><bdi>{ $title }</bdi></a> but for one person, whose mail failed.
   *[other] Everybody has been told of <a href="{ $path }"><bdi>{ $title }</bdi></a> but for { $count } people, whose mail failed.
}
news-corrected = Everybody who had been told knows that <a href="{ $path }"><bdi>{ $title }</bdi></a> was taken back.
news-corrected-failed = { $count ->
    [one] Everybody who had been told knows that <a href="{ $path }"><bdi>{ $title }</bdi></a> was taken back but for one person, whose mail failed.
   *[other] Everybody who had been told knows that <a href="{ $path }"><bdi>{ $title }</bdi></a> was taken back but for { $count } people, whose mail failed.
}
news-held = { $count ->
    [one] <a href="{ $path }">One post</a> waits to be read before it appears.
   *[other] <a href="{ $path }">{ $count } posts</a> wait to be read before they appear.
}
news-appears = { $kind ->
    [idea] Your idea <a href="{ $path }"><bdi>{ $title }</bdi></a> is there.
    [edit] Your change to <a href="{ $path }"><bdi>{ $title }</bdi></a> is there.
   *[comment] Your comment on <a href="{ $path }"><bdi>{ $title }</bdi></a> is there.
}
news-refused = { $kind ->
    [idea] Your idea <a href="{ $path }"><bdi>{ $title }</bdi></a> does not appear. The team says why.
    [edit] Your change to <a href="{ $path }"><bdi>{ $title }</bdi></a> does not appear. The team says why.
   *[comment] Your comment on <a href="{ $path }"><bdi>{ $title }</bdi></a> does not appear. The team says why.
}
news-older = Older news is on the pages of the ideas themselves.
news-mail = What comes by mail besides is <a href="/profile/mail">your choice</a>.
news-read = Everything is read.
