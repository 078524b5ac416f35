# What stands around every page, and the small parts that pages are made of.
page-skip = Skip to the content
page-main = Main
nav-ideas = Ideas
nav-roadmap = Roadmap
nav-changelog = Changelog
nav-desk = Desk
page-all-ideas = All ideas
page-search = Search ideas
page-account = Your account, { $name }
nav-profile = Profile
sign-out = Sign out
sign-in = Sign in
page-powered = Powered by Shipboard
page-colours = Colours
theme-light = Light
theme-dark = Dark
theme-system = System
vote-label = { $count ->
    [one] Vote for “{ $title }”, { $count } vote
   *[other] Vote for “{ $title }”, { $count } votes
}
vote-word = { $count ->
    [one] vote
   *[other] votes
}
undo = Undo
pager = Pages
pager-newer = Newer
pager-more = More
field-optional = optional
field-trap = Leave this empty
desk-waiting = waiting
preview = Preview
