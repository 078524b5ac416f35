# The changelog, its feed and its followers; the roadmap.
rolled-back-on = Rolled back on { $day }.
rolled-back-text = What is described here is not available at the moment.
entry-new = What is new
entry-also = Also new
entry-people = { $count ->
    [one] { $count } person asked for what is in here
   *[other] { $count } people asked for what is in here
}
entry-ideas = Ideas in here
in-part = in part
changelog-mail = The changelog by mail
changelog-follows = You follow: a mail comes with every release.
changelog-address = Your address
changelog-hint = One mail a release. You confirm by a link first, and can leave with one click.
changelog-lead = Everything new, and how many people asked for it.
changelog-feed = Feed
changelog-empty = Nothing here yet
changelog-empty-text = The story of every release will stand here, with how many people asked for what is in it.
entry-shipped = Shipped:
entry-others = Other releases
roadmap-lead = What is planned, what is being made, and what is new.
roadmap-group = Group by
roadmap-by-status = By status
roadmap-by-release = By release
roadmap-nothing = Nothing on the roadmap
roadmap-nothing-text = This workspace has no status for planned or finished ideas yet.
ideas-word = { $count ->
    [one] idea
   *[other] ideas
}
roadmap-most = The { $shown } most wanted of { $all }.
roadmap-most-of-many = The { $shown } most wanted of more than { $all }.
roadmap-shipped = Everything that shipped
roadmap-releases-lead = The releases to come, and what goes into each.
roadmap-no-release = No release is planned
roadmap-no-release-text = As soon as the team plans one, it stands here with what goes into it.
roadmap-to-come = Releases to come
roadmap-recent = Recently shipped
subscription-ask = Follow the changelog?
subscription-ask-text = { $site } will mail <strong>{ $email }</strong> when something new is out: one mail a release, and every one can be left with one click.
subscription-yes = Yes, follow
subscription-no = No, thank you
subscription-stale = This link is too old
subscription-stale-text = It worked for a week. Nothing was changed; you can ask for a new one.
subscription-to = To the changelog
subscription-follows = You follow the changelog
subscription-follows-text = { $site } mails <strong>{ $email }</strong> with every release.
subscription-read = Read the changelog
subscription-left = You do not follow the changelog
subscription-left-text = { $site } mails no news of releases to <strong>{ $email }</strong>.
subscription-again = Follow again
feed-title = { $site } changelog
feed-rolled-back = Rolled back: { $title }
wish-in-part = { $votes }, met in part
subscription-sent = A link is on its way to { $email }. Open it, and you will hear of every release.
roadmap-none-planned = Nothing is planned at the moment.
roadmap-none-active = Nothing is being worked on at the moment.
roadmap-none-done = Nothing was finished in the last three months.
category-planned = Planned
category-active = In progress
category-done = Done
roadmap-about = What { $site } plans, what is being made, and what is new.
roadmap-no-date = No date yet
roadmap-title-releases = Roadmap by release
roadmap-releases-about = The releases { $site } plans, with what goes into each.
changelog-about = What is new in { $site }, and how many people asked for it.
entry-rolled-back = { $title } was rolled back on { $day }.
entry-about = What is new in { $site } { $version }.
