# 届くメールと、その止め方。
mail-on = オンにする
mail-off = オフにする
mail-title = メールの設定
mail-word = メール
mail-lead = 宛先：{ $email }。要望したアイデアが公開されると、メールが1通だけ届きます。
mail-ideas = アイデアのメール
mail-ideas-text = 要望したものが計画、公開、見送りになったとき。
mail-any = すべてのメール
mail-any-text = ログイン用のメールは常に届きます。
mail-followed = フォロー中のアイデア
mail-nothing = まだありません
mail-nothing-text = アイデアに投票すると、ここに表示されます。
mail-muted = ミュート中
mail-all = 決定とコメント
mail-decisions = 決定
mail-hear-of = 「{ $title }」のお知らせを受け取る
mail-mute-idea = 「{ $title }」をミュート
mail-hear = 受け取る
mail-mute = ミュート
mail-noted-off = 承知しました。今後はお送りしません。
mail-noted-on = 承知しました。お知らせします。
leave-undo = 再開する
leave-stop = 停止する
leave-mail = { $site } からのメール
leave-mail-lead = 宛先：{ $email }。ボタンを押すまで何も変わらず、ここでいつでも元に戻せます。
leave-one = 計画、公開、見送り：このアイデアだけ。
leave-all-ideas = アイデアのすべてのメール
leave-all-ideas-text = 要望したものすべての決定と、フォロー中のコメント。
leave-all = すべてのメール
leave-all-text = ログイン用のメール以外すべて。
left-idea = このアイデアのお知らせは届かなくなります。
left-ideas = アイデアのメールは届かなくなります。
left-everything = ログイン時以外、メールは届かなくなります。
left-undone = 完了しました。またお知らせが届きます。

# ベルの中身。
news-title = お知らせ
news-bell = お知らせ、未読 { $count } 件
news-mark = すべて既読にする
news-nothing = まだありません
news-nothing-text = 要望が計画されたり、返答があったり、利用できるようになったりすると、ここに表示されます。
news-not-read = 未読：
news-shipped = <a href="{ $path }"><bdi>{ $title }</bdi></a> が利用できるようになりました。
news-shipped-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> が { $release } で利用できるようになりました。
news-withdrawn = <a href="{ $path }"><bdi>{ $title }</bdi></a> は利用できなくなりました。
news-withdrawn-in = { $release } が取り下げられたため、<a href="{ $path }"><bdi>{ $title }</bdi></a> は利用できなくなりました。
news-planned = <a href="{ $path }"><bdi>{ $title }</bdi></a> が計画されました。
news-planned-for = <a href="{ $path }"><bdi>{ $title }</bdi></a> が { $release } で計画されました。
news-declined = <a href="{ $path }"><bdi>{ $title }</bdi></a> は見送られました。
news-merged = あなたの要望は <a href="{ $path }"><bdi>{ $title }</bdi></a> に統合されました。
news-voted-for = チームが <a href="{ $path }"><bdi>{ $title }</bdi></a> をあなたの要望として登録しました。
news-assigned = { $who } さんが <a href="{ $path }"><bdi>{ $title }</bdi></a> をあなたに割り当てました。
news-commented = { $who } さんが <a href="{ $path }"><bdi>{ $title }</bdi></a> にコメントしました。
news-commented-more = { $who } さんほかが <a href="{ $path }"><bdi>{ $title }</bdi></a> にコメントしました。
news-comments = { $count ->
   *[other] コメント { $count } 件
}
news-told = <a href="{ $path }"><bdi>{ $title }</bdi></a> のリリースを、要望した全員にお知らせしました。
news-told-failed = { $count ->
   *[other] <a href="{ $path }"><bdi>{ $title }</bdi></a> のリリースを、メールが届かなかった { $count } 人を除く全員にお知らせしました。
}
news-corrected = <a href="{ $path }"><bdi>{ $title }</bdi></a> の取り下げを、お知らせ済みの全員に伝えました。
news-corrected-failed = { $count ->
   *[other] <a href="{ $path }"><bdi>{ $title }</bdi></a> の取り下げを、メールが届かなかった { $count } 人を除く全員に伝えました。
}
news-held = { $count ->
   *[other] <a href="{ $path }">{ $count } 件の投稿</a>が、公開前の確認を待っています。
}
news-appears = { $kind ->
    [idea] アイデア「<a href="{ $path }"><bdi>{ $title }</bdi></a>」が掲載されました。
    [edit] <a href="{ $path }"><bdi>{ $title }</bdi></a> の変更が掲載されました。
   *[comment] <a href="{ $path }"><bdi>{ $title }</bdi></a> へのコメントが掲載されました。
}
news-refused = { $kind ->
    [idea] アイデア「<a href="{ $path }"><bdi>{ $title }</bdi></a>」は掲載されません。理由をご覧いただけます。
    [edit] <a href="{ $path }"><bdi>{ $title }</bdi></a> の変更は掲載されません。理由をご覧いただけます。
   *[comment] <a href="{ $path }"><bdi>{ $title }</bdi></a> へのコメントは掲載されません。理由をご覧いただけます。
}
news-older = それより前のお知らせは、各アイデアのページにあります。
news-mail = メールで受け取る内容は<a href="/profile/mail">こちらで選べます</a>。
news-read = すべて既読になりました。
