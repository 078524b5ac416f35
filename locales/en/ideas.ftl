# Ideas: the list, one idea, asking for something, comments, following.
board-closed = Closed to new ideas
idea-new = New idea
ideas-waiting = { $count ->
    [one] Your idea waits to be read by the team. Only you see this:
   *[other] { $count } ideas of yours wait to be read by the team. Only you see this:
}
list-search = Search { $list }
search = Search
list-sort = Sort by
list-remove-filter = Remove filter:
list-nothing = Nothing found
list-nothing-text = No idea has these words. If that is what you need, be the first to ask for it.
list-ask = Ask for it
list-show-all = Show all ideas
list-no-fit = No idea fits
list-no-fit-text = There is none with everything that you chose.
list-closed = No ideas here
list-closed-text = This board was closed before anybody asked for something.
list-empty = No ideas yet
list-empty-text = Be the first to ask for something. It takes a title and a sentence.
comments-count = Comments:
pager-back = Back
list-narrow = Narrow the list
list-boards = Boards
list-status = Status
list-tags = Tags
idea-new-lead = One wish per idea. Say what you want to get done; we will find out how.
idea-no-board = No board takes ideas
idea-no-board-text = All boards are closed to new ideas, or you have to sign in to see them.
idea-title = Title
idea-details = Details
idea-details-hint = What happens today, what would you rather have, how often? Markdown works.
idea-board = Board
idea-submit = Submit idea
idea-submit-anyway = Submit anyway
idea-submit-not-yet = Your idea is not in yet. Please look first whether it is there already.
idea-submit-note = You follow it and hear when it is decided.
similar-label = Ideas like this one
similar-title = { $count ->
    [one] Is it this one?
   *[other] Is it one of these?
}
similar-vote = Your vote there counts for more than a second idea.
opens-tab = (opens in a new tab)
similar-wanted = You want this already; { $reason }
where = Where you are
idea-combined-from = You were looking for #{ $number } “{ $title }”, which was combined with this. A vote or comment from here counts for both.
team = Team
edited = edited
edit = Edit
delete = Delete
idea-versions = Versions
idea-answer = Answer of the team
the-team = The team
idea-facts = Facts
idea-release = Release
idea-combined = Combined
demand-by = Wanted by
people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
companies = { $count ->
    [one] { $count } company
   *[other] { $count } companies
}
demand-pay = They pay
demand-monthly = a month
demand-must = Must have
demand-trend = Trend
demand-first = Asked first
demand-waiting = Waits longest
combine-question = Does another idea ask for the same? As one, their votes count together.
combine-out = Take out
combine-another = Combine with another
idea-plan = Plan
idea-plan-add = Add to release
idea-happened = What happened
idea-asked-by = Asked by { $name }
staff-only-seen = Only staff sees this
comment-on = on #{ $number }
comment-lost = Its text is lost.
comment-delete = Delete it
comment-delete-of = Delete it, the comment of { $name }
comments = Comments
comment-deleted = This comment was deleted.
reply-to = Reply to { $name }
comment-your-reply = Your reply
reply = Reply
comments-waiting = Yours that wait
post-waits = { $kind ->
    [idea] Your idea waits to be read by the team.
    [edit] Your change to an idea waits to be read by the team.
   *[comment] Your comment waits to be read by the team.
}
post-only-you = Only you see it.
post-change = Change it or take it back
comment-add = Add a comment
staff-only-hint = A note: nobody outside the team sees it, and it is not counted.
comment-send = Comment
comment-note = Markdown works. You can edit it later.
follow-title = Following
follow-muted = But you have switched off our mail, so nothing is sent. You can switch it on in your <a href="/profile">profile</a>.
follow-only-decisions = Only decisions
follow-comments-too = Comments by mail too
follow-stop = Stop following
follow-not = You do not hear about this idea.
follow-offer = Hear when this idea is planned, shipped or declined.
follow = Follow
importance-question = How much does it matter to you?
idea-edit = Edit idea
idea-edit-lead = The team can see what it said before.
markdown-works = Markdown works.
save = Save
leave-it = Leave it
comment-word = Comment
comment-edit = Edit your comment
idea-undeletable = “{ $title }” cannot be deleted
idea-back = Back to the idea
idea-delete-question = Delete “{ $title }”?
idea-delete-alone = Nobody else has voted or commented yet.
idea-delete-lost = With it go:
idea-delete-back = The team can bring it back as it was, from the idea’s own address.
idea-delete-team = Only the team can bring it back.
idea-delete = Delete idea
keep-it = Keep it
idea-is-deleted = #{ $number } “{ $title }” is deleted
idea-was-deleted = It was deleted { $ago } ({ $at }). Its votes and comments are kept. For everybody outside the team there is nothing here.
idea-restore = Bring it back
idea-versions-lead = What it said before each change, latest first.
idea-never-changed = Never changed
idea-never-changed-text = It says what it said when it was asked.
idea-version-by = Changed by <b>{ $name }</b>
idea-no-details = No details.
posts-title = What the team reads first
post-yours = { $kind ->
    [idea] Your idea
    [edit] Your change to an idea
   *[comment] Your comment
}
post-waiting = It waits to be read by the team, and nobody else sees it yet.
post-not-lost = Nothing is lost: you hear by mail how they decide.
post-declined = The team has decided that it does not appear.
post-for = For { $board }
post-written = Written:
post-read = Read:
back = Back
post-take-back = Take it back
post-take-back-question = Take it back? Nothing of it is kept.
profile-title = Your profile
posts-lead = Some posts are read by the team before anybody else sees them. These are yours.
posts-none = Nothing of yours waits
posts-none-text = Everything that you have sent is where you sent it.
post-badge-declined = declined
post-badge-waits = waits
post-saved = Saved. The team reads it as it is now.
post-taken-back = { $kind ->
    [idea] Your idea is taken back. Nothing of it is kept.
    [edit] Your change is taken back. Nothing of it is kept.
   *[comment] Your comment is taken back. Nothing of it is kept.
}
post-why-some = The team reads some posts before they appear.
post-why-links = It has several links. The team reads that before it appears, as long as somebody is new here.
post-why-repeated = You, or somebody else, sent the same words before. The team reads that before it appears.
post-why-first = The team reads the first post of everybody who is new here.
post-why-everything = The team reads everything on this board before it appears.
decline-spam = It reads like advertising.
decline-off-topic = It is not about something that we make, so it would not find its readers here.
decline-duplicate = Somebody has said the same here already. A vote there counts as much.
decline-unclear = We could not tell what is meant. Please say it again with an example.
decline-rude = Please say it again in a way that is kind to others.
decline-noted = { $sentence } { $note }
post-thanks = { $kind ->
    [idea] Thank you. We have your idea.
    [edit] Thank you. We have your change.
   *[comment] Thank you. We have your comment.
}
post-thanks-waits = { $kind ->
    [idea] Thank you. Your idea waits to be read by the team; you will hear when it has been.
    [edit] Thank you. Your change to an idea waits to be read by the team; you will hear when it has been.
   *[comment] Thank you. Your comment waits to be read by the team; you will hear when it has been.
}
post-on = { $kind ->
    [edit] Change to #{ $number }
   *[comment] Comment on #{ $number }
}
form-sent-before = This form has been sent before. Please start a new one.
post-decided = The team has decided about this meanwhile. Its page says how.
post-comment-on = Your comment on “{ $title }”
comment-parent-gone = What you answered is not there any more.
comment-not-yours = Only whoever wrote a comment can change it.
comment-not-deletable = Only whoever wrote a comment, or the team, can delete it.
comment-is-deleted = The comment is deleted.
edit-taken-up = The team has taken this up, so its words stay as they are. You can add a comment.
edit-not-yours = Only whoever asked for this, or the team, can change its words.
idea-edit-number = Edit #{ $number }
saved = Saved.
idea-versions-of = Versions of #{ $number }
idea-promised = It is promised for { $version }. It has to be taken out of that release first.
idea-not-alone = Other people have voted or commented by now, so the idea is not yours alone any more.
delete-not-yours = Only whoever asked for this, or the team, can delete it.
votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
comments-number = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
ideas-combined = { $count ->
    [one] { $count } idea combined with it
   *[other] { $count } ideas combined with it
}
idea-delete-number = Delete #{ $number }
idea-deleted = “{ $title }” is deleted.
idea-is-back = The idea is back, as it was.
importance-nice = Nice to have
importance-important = Important
importance-must = Must have
follow-why-submitted = because you submitted it
follow-why-voted = because you voted
follow-why-voted-for = because the team voted for you
follow-why-asked = because you asked to
follow-why-commented = because you commented
follow-decisions = You hear about decisions on this idea, { $reason }.
follow-all = You hear about decisions on this idea and about comments, { $reason }.
release-draft = Draft
release-rolled-back = Rolled back
release-in-part = In part
ideas-more = more than { $most } ideas
ideas-count = { $count ->
    [one] { $count } idea
   *[other] { $count } ideas
}
vote-over = “{ $title }” is there already, so it needs no more votes. If something about it is missing, please say so in a comment.
idea-new-about = Ask for something, or find that somebody has asked already.
board-gone = This board does not take ideas any more. Please choose another.
ideas-too-many = { $count ->
    [one] That was a lot of ideas at once. Please keep this page open and send it again in { $count } minute.
   *[other] That was a lot of ideas at once. Please keep this page open and send it again in { $count } minutes.
}
idea-thanks = Thank you. Your idea is in, with your vote, and you will hear what becomes of it.
list-lead = Vote for what you need, or ask for something new.
list-about = What people want from { $site }.
sort-trending = Trending
sort-top = Top
sort-new = New
sort-match = Best match
boards-all = All boards
idea-plan-new = A new release
idea-about = { $count ->
    [one] { $title }, wanted by { $count } person
   *[other] { $title }, wanted by { $count } people
}
similar-spelled = spelled much alike
similar-shares = shares “{ $words }”
step-answer-taken-back = The team’s answer was taken back
step-answered = The team answered
step-edited = Edited
step-moved = Moved from { $from } to { $to }
step-tagged = Tags changed
step-voted-for = Voted for somebody
step-vote-taken-back = Vote for somebody taken back
step-deleted = Deleted
step-restored = Restored
step-merged = Combined with #{ $number }
step-unmerged = Taken out of #{ $number }
step-combined = #{ $number } was combined with this
step-separated = #{ $number } was taken out again
step-comment-deleted = Comment deleted
step-by = { $what }, by { $name }
voted-by = { $name } at { $site } noted that you asked for this, and voted for it in your name. Nothing changes until you press a button.
voted-counts = Your vote counts at { $site }.
voted-hear = You hear when there is a decision, and when it ships.
voted-until = Until you have said that this address is yours, nothing more is mailed to it.
voted-tell = Tell me when it ships
voted-back = Take the vote back
voted-stop = Stop mail about ideas…
voted-none = You have no vote here. It was taken back, and nobody at { $site } will cast it in your name again.
voted-restore = I want it after all
voted-see = See the idea
voted-kept = Thank you. You will hear when there is a decision, and when it ships.
voted-withdrawn = The vote is taken back. Nobody will vote for this in your name again.
voted-restored = The vote counts again, as your own.
similar-meant = means much the same
status-under-review = Under review
status-planned = Planned
status-in-progress = In progress
status-shipped = Shipped
status-not-planned = Not planned
