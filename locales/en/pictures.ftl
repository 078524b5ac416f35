# Pictures in what people write.
picture = Picture
picture-add = Add a picture
picture-busy = The picture is on its way …
picture-lost = The picture did not arrive whole. Please try again.
picture-none = Choose a picture first.
picture-unknown = This is not a PNG, JPEG, GIF or WebP picture.
picture-broken = This picture cannot be read. It may be broken.
picture-too-many-points = This picture is too large. { $most } points in either direction are the most.
picture-too-long = This picture is larger than { $most } megabytes.
picture-too-many = { $count ->
    [one] Those were many pictures in a short time. The next one can come in { $count } minute.
   *[other] Those were many pictures in a short time. The next one can come in { $count } minutes.
}
picture-no-room = There is no room left here for this picture. Your text can be sent without it.
picture-sign-in = A picture takes being signed in, and you are not any more. Send your text: it is kept until you are signed in again, and the picture can be added to it after that.
picture-not-taken = The picture was not added
picture-text-kept = Your text is still here. Send it without the picture, or choose another one.
picture-your-text = Your text
picture-send = Send
