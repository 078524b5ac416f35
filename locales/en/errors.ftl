# Error pages, and why something cannot be done.
error-to-ideas = To all ideas
error-to-start = To the start
error-missing = Not found
error-missing-text = There is nothing at this address, or it is not for you to see.
error-sign-in = Please sign in
error-sign-in-text = This needs to know who you are.
error-forbidden = Not yours to do
error-role = Your role in this workspace does not include this. An admin can give it to you under People.
error-rejected = That did not work
error-closed = Closed
error-wait = A moment, please
error-wait-seconds = { $count ->
    [one] That was a lot at once. Please try again in { $count } second.
   *[other] That was a lot at once. Please try again in { $count } seconds.
}
error-wait-minutes = { $count ->
    [one] That was a lot at once. Please try again in { $count } minute.
   *[other] That was a lot at once. Please try again in { $count } minutes.
}
error-away = Back in a moment
error-away-text = Shipboard cannot reach its data right now. Nothing is lost; please try again in a few seconds.
error-broken = Something broke
error-broken-text = This is our fault, not yours. If it happens again, please tell us the number below.
error-reference = If you write to us about this, give the reference <code>{ $reference }</code>.
closed-pending = { $site } is being set up. It opens when its founder has followed the link we mailed.
closed-suspended = { $site } has been suspended by the people who run this server. Nothing is lost; please ask them.
closed-for-good = This workspace has been closed by its owner.
form-garbled = This form did not arrive as it was meant to ({ $why }). Please go back and try again.
form-too-long = This is more than a form here can carry (256 kB). Please shorten it and send it again.
form-lost = This form did not arrive whole, so nothing of it was carried out. Please go back, where what you typed still stands, and send it again.
form-foreign = This form was sent from another site, so it was not carried out. Please open the page here and try again.
