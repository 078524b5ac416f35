# Mail. Each is said twice, as HTML and as plain text, in the same words. $name is what a person is called, $site the workspace.
mail-hello = Hello { $name },
mail-stop = Stop it
mail-stop-like-this = Stop mail like this
mail-stop-ideas = Stop mail about ideas
mail-because-asked = You get this because you asked for it at { $site }.
mail-and-more = { $count ->
    [one] { $first } and { $count } more
   *[other] { $first } and { $count } more
}
mail-says = What the team says:
mail-mistyped = Did you not ask for this? Then somebody mistyped their address, and nothing happens unless you open the link.

mail-sign-in-subject = Your link to sign in to { $site }
mail-sign-in-subject-code = { $code } is your code for { $site }
mail-sign-in-preview = Your link to sign in. It works once, for 15 minutes.
mail-sign-in-title = Sign in
mail-sign-in-kept = { $what } is kept. It goes through as soon as you have signed in.
mail-sign-in-code = Type this code where you asked for it:
mail-sign-in-or-link = Or open the link, on any device:
mail-sign-in-link = Open this link to sign in to { $site }:
mail-sign-in-both = Both work once, for 15 minutes.
mail-sign-in-once = It works once, for 15 minutes.
mail-sign-in-never = Nobody at { $site } ever asks you for the code.

mail-found-subject = Open your workspace { $site }
mail-found-title = Your workspace is ready
mail-found-preview = One click, and { $site } is open.
mail-found-button = Open the workspace
mail-found-code = Or type this code where you asked for it:
mail-found-address = From then on it is found here:
mail-found-once = The link works once, for a day.
mail-found-why = Did you not set up a workspace? Then somebody mistyped their address, and nothing happens unless you open the link.

mail-invite-subject = You are invited to { $site }
mail-invite-preview = You are invited to { $site } as { $roles }.
mail-invite-title = You are invited
mail-invite-text = You are invited to { $site } as { $roles }. There people ask for what they miss, the team decides, and everyone who asked is told when it is there.
mail-invite-button = Join
mail-invite-once = The link works once, for seven days. Later you can sign in with { $email }; no password is needed.
mail-invite-why = Do you not know what this is about? Then do nothing: without the link being opened nothing happens.

mail-address-subject = Is this your address for { $site }?
mail-address-title = Is this your address?
mail-address-preview = Confirm your new address.
mail-address-text = Confirm that you want to use { $email } at { $site } from now on.
mail-address-button = Use this address
mail-address-once = The link works once, for an hour. Every other device is signed out then.
mail-taken-subject = This address is in use at { $site } already
mail-taken-title = This address is in use already
mail-taken-preview = Nothing was changed.
mail-taken-text = You, or somebody else, wanted to move an account at { $site } to { $email }. But somebody has an account with this address already, so nothing was changed. Was it you? Then sign in with this address, or choose another one.
mail-taken-why = Did you not ask for this? Then somebody mistyped their address, and nothing happens.
mail-moving-subject = Your address for { $site } is about to change
mail-moving-title = Your address is about to change
mail-moving-preview = Your account moves to { $email } when the link we mail there is opened.
mail-moving-text = You asked to move your account at { $site } from this address to { $email }. That happens when the link we mail there is opened; mail goes to the new address then.
mail-moving-not-you = Was it not you? Then somebody uses a browser in which you are signed in. Sign the others out on your profile, where you can also set a new password.
mail-moving-button = Open your profile
mail-moving-why = You get this because an account at { $site } has this address.

mail-shipped-subject = It shipped: { $what }
mail-shipped-title = It shipped
mail-shipped-preview = What you asked for is there.
mail-shipped-text = { $count ->
    [one] You asked { $site } for this, and it is there.
   *[other] You asked { $site } for these { $count } things, and they are there.
}
mail-shipped-note = Part of { $release }. Thank you for asking; this is the only mail you get about it.
mail-shipped-button = See what is new
mail-shipped-all = All that is new in { $release }:
mail-back-subject = It is back: { $what }
mail-back-title = It is back
mail-back-preview = What you asked for is back.
mail-back-text = { $count ->
    [one] What you asked for is back at { $site }.
   *[other] { $count } things you asked for are back at { $site }.
}
mail-withdrawn-subject = Not there after all: { $what }
mail-withdrawn-title = Not there after all
mail-withdrawn-preview = We have had to take something back.
mail-withdrawn-text = We told you that this was there. We have had to take it back.
mail-withdrawn-sorry = We are sorry. Your wish stands, and we will tell you when it is back.
mail-withdrawn-why = You get this because { $site } told you of { $release }.

mail-planned-subject = Planned: { $what }
mail-planned-title = It is planned
mail-planned-preview = Something you asked for is planned.
mail-planned-text = { $count ->
    [one] { $site } has decided to make something you asked for.
   *[other] { $site } has decided to make things you asked for.
}
mail-planned-release = Planned for { $release }.
mail-planned-note = You will get one more mail when it is there.
mail-declined-subject = Not planned: { $what }
mail-declined-title = It will not come
mail-declined-preview = A decision on something you asked for.
mail-declined-text = { $site } has decided against something you asked for.

mail-merged-subject = Combined with another idea: { $what }
mail-merged-title = Combined with another idea
mail-merged-preview = Your vote counts there now.
mail-merged-text = { $site } has combined what you asked for with another idea that asks for the same. Your vote counts there, and you will hear what becomes of it.
mail-merged-line = You asked for { $asked }.
mail-merged-line-done = You asked for { $asked }. It is there already: { $status }.
mail-merged-line-stands = You asked for { $asked }. Where it stands: { $status }.
mail-quoted = “{ $title }”

mail-comment-subject = { $author } on “{ $title }”
mail-comment-preview = { $author } wrote about “{ $title }”
mail-comment-wrote = { $author } wrote:
mail-comment-button = Answer or read on
mail-comment-why = You get this because you asked { $site } for comments on this idea.

mail-voted-subject = You asked for: { $what }
mail-voted-title = Your wish is on the list
mail-voted-preview = { $who } voted for something you asked for.
mail-voted-text = { $count ->
    [one] { $who } at { $site } has noted that you asked for this, and voted for it in your name.
   *[other] { $who } at { $site } has noted that you asked for these, and voted for them in your name.
}
mail-voted-not-so = Not so?
mail-voted-back = Take the vote back
mail-voted-hear = You will hear when there is a decision, and when it ships.
mail-voted-button = Tell me when it ships
mail-voted-confirm = To hear when it ships, say that this address is yours. Otherwise nothing more is mailed to you about it.
mail-voted-why = This is the only mail that says so.
mail-voted-stop = No more mail like this

mail-there-subject = { $kind ->
    [idea] Your idea is there
    [edit] Your changed idea is there
   *[comment] Your comment is there
}
mail-there-subject-many = { $count ->
    [one] { $count } post of yours is there
   *[other] { $count } posts of yours are there
}
mail-there-title = It is there
mail-there-preview = Everybody can see what you sent.
mail-there-text = The team of { $site } has read what you sent, and everybody can see it now.
mail-refused-subject = { $kind ->
    [idea] Your idea does not appear
    [edit] Your changed idea does not appear
   *[comment] Your comment does not appear
}
mail-refused-subject-many = { $count ->
    [one] { $count } post of yours does not appear
   *[other] { $count } posts of yours do not appear
}
mail-refused-title = It does not appear
mail-refused-preview = The team has read what you sent.
mail-refused-text = The team of { $site } has read what you sent. It does not appear.
mail-refused-kept = Your words are kept at that address, for you alone.
mail-moderated-why = You get this because you sent it to { $site }.

mail-news-subject = New in { $site }: { $title }
mail-news-back-subject = { $title } is back
mail-news-preview = { $title } is out.
mail-news-again = It had been rolled back; now it is available again.
mail-news-button = Read it on its page
mail-news-why = You follow the { $site } changelog by mail.
mail-news-stop = Stop following
mail-correction-subject = Not out after all: { $title }
mail-correction-title = Not out after all
mail-correction-preview = It has had to be taken back.
mail-correction-text = We wrote to you that { $title } is out. It has had to be taken back.
mail-correction-sorry = We are sorry. You will hear when it is back.
mail-correction-button = See its page
mail-confirm-subject = Follow the { $site } changelog?
mail-confirm-title = Follow the changelog?
mail-confirm-preview = One button, and you hear of every release.
mail-confirm-text = Somebody, probably you, asked to hear of new releases of { $site } by mail.
mail-confirm-button = Confirm on the next page
mail-confirm-note = The link works for a week. If it was not you, there is nothing to do: without the button on that page nothing more will come.
mail-confirm-why = { $site } sent this because your address was given on its changelog.
mail-line-combined = You asked for “{ $title }”, which was combined with this.
