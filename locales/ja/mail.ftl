# メール。HTML とテキストの両方に同じ言葉を使います。
mail-hello = { $name } 様
mail-stop = 停止する
mail-stop-like-this = このようなメールを停止する
mail-stop-ideas = アイデアのメールを停止する
mail-because-asked = { $site } で要望されたため、このメールをお送りしています。
mail-and-more = { $first } ほか{ $count }件
mail-says = チームからの説明：
mail-mistyped = お心当たりがありませんか？誰かがアドレスを打ち間違えたようです。リンクを開かなければ何も起こりません。

mail-sign-in-subject = { $site } へのログインリンク
mail-sign-in-subject-code = { $site } のコード：{ $code }
mail-sign-in-preview = ログイン用のリンクです。15分間、一度だけ使えます。
mail-sign-in-title = ログイン
mail-sign-in-kept = { $what }を保管しています。ログインすると送信されます。
mail-sign-in-code = 取得した画面でこのコードを入力してください：
mail-sign-in-or-link = または、どの端末でもリンクを開いてください：
mail-sign-in-link = { $site } にログインするには、このリンクを開いてください：
mail-sign-in-both = どちらも15分間、一度だけ使えます。
mail-sign-in-once = 15分間、一度だけ使えます。
mail-sign-in-never = { $site } の者がコードをお尋ねすることはありません。

mail-found-subject = ワークスペース { $site } を開いてください
mail-found-title = ワークスペースの準備ができました
mail-found-preview = ワンクリックで { $site } が開きます。
mail-found-button = ワークスペースを開く
mail-found-code = または、取得した画面でこのコードを入力してください：
mail-found-address = 以後のアドレスはこちらです：
mail-found-once = リンクは1日間、一度だけ使えます。
mail-found-why = ワークスペースを作成した覚えがありませんか？誰かがアドレスを打ち間違えたようです。リンクを開かなければ何も起こりません。

mail-invite-subject = { $site } に招待されています
mail-invite-preview = { $site } に招待されています。役割：{ $roles }
mail-invite-title = 招待されています
mail-invite-text = { $site } に招待されています。役割：{ $roles }。みんなが足りないものを要望し、チームが決め、実現すると要望した全員に届く場所です。
mail-invite-button = 参加する
mail-invite-once = リンクは7日間、一度だけ使えます。その後は { $email } でログインでき、パスワードは不要です。
mail-invite-why = お心当たりがない場合は何もしないでください。リンクを開かなければ何も起こりません。

mail-address-subject = { $site } のアドレスはこちらですか？
mail-address-title = アドレスはこちらですか？
mail-address-preview = 新しいアドレスを確認してください。
mail-address-text = 今後 { $site } で { $email } を使うことを確認してください。
mail-address-button = このアドレスを使う
mail-address-once = リンクは1時間、一度だけ使えます。その際、他の端末はすべてログアウトされます。
mail-taken-subject = このアドレスは { $site } ですでに使われています
mail-taken-title = このアドレスはすでに使われています
mail-taken-preview = 何も変更されていません。
mail-taken-text = あなた、または別の方が、{ $site } のアカウントを { $email } に変更しようとしました。しかし、このアドレスのアカウントがすでにあるため、何も変更されていません。ご本人の場合は、このアドレスでログインするか、別のアドレスを選んでください。
mail-taken-why = お心当たりがありませんか？誰かがアドレスを打ち間違えたようです。何も起こりません。
mail-moving-subject = { $site } のアドレスが変更されます
mail-moving-title = アドレスが変更されます
mail-moving-preview = { $email } に送ったリンクが開かれると、アカウントが移ります。
mail-moving-text = { $site } のアカウントを、このアドレスから { $email } へ移す依頼を受けました。そちらに送ったリンクが開かれると変更され、以後のメールは新しいアドレスに届きます。
mail-moving-not-you = ご本人ではありませんか？あなたがログインしたブラウザーを誰かが使っています。プロフィールで他の端末をログアウトし、新しいパスワードを設定してください。
mail-moving-button = プロフィールを開く
mail-moving-why = { $site } のアカウントにこのアドレスが登録されているため、お送りしています。

mail-shipped-subject = 公開しました：{ $what }
mail-shipped-title = 公開しました
mail-shipped-preview = ご要望のものができました。
mail-shipped-text = { $count ->
    [1] { $site } へのご要望が実現しました。
   *[other] { $site } へのご要望{ $count }件が実現しました。
}
mail-shipped-note = { $release } に含まれています。ご要望ありがとうございました。この件のメールはこれだけです。
mail-shipped-button = 新しい内容を見る
mail-shipped-all = { $release } の新しい内容：
mail-back-subject = 再開しました：{ $what }
mail-back-title = 再開しました
mail-back-preview = ご要望のものが再び使えます。
mail-back-text = { $count ->
    [1] ご要望のものが { $site } で再び使えます。
   *[other] ご要望の{ $count }件が { $site } で再び使えます。
}
mail-withdrawn-subject = まだご利用いただけません：{ $what }
mail-withdrawn-title = まだご利用いただけません
mail-withdrawn-preview = 取り消さざるを得ないものがありました。
mail-withdrawn-text = 公開をお知らせしましたが、取り消さざるを得なくなりました。
mail-withdrawn-sorry = 申し訳ありません。ご要望はそのまま残り、再開したらお知らせします。
mail-withdrawn-why = { $site } から { $release } をお知らせしたため、お送りしています。

mail-planned-subject = 計画中：{ $what }
mail-planned-title = 計画に入りました
mail-planned-preview = ご要望のものが計画に入りました。
mail-planned-text = { $count ->
    [1] { $site } は、ご要望のものを作ることに決めました。
   *[other] { $site } は、ご要望の{ $count }件を作ることに決めました。
}
mail-planned-release = { $release } を予定しています。
mail-planned-note = できあがったら、もう一度メールでお知らせします。
mail-declined-subject = 見送り：{ $what }
mail-declined-title = 見送りになりました
mail-declined-preview = ご要望についての決定です。
mail-declined-text = { $site } は、ご要望を見送ることに決めました。

mail-merged-subject = 別のアイデアと統合：{ $what }
mail-merged-title = 別のアイデアと統合されました
mail-merged-preview = あなたの票はそちらで数えられます。
mail-merged-text = { $site } は、ご要望を同じ内容の別のアイデアと統合しました。あなたの票はそちらで数えられ、今後の経過をお知らせします。
mail-merged-line = ご要望：{ $asked }
mail-merged-line-done = ご要望：{ $asked }。すでに実現しています：{ $status }
mail-merged-line-stands = ご要望：{ $asked }。現在の状況：{ $status }
mail-quoted = 「{ $title }」

mail-comment-subject = { $author } さんのコメント：「{ $title }」
mail-comment-preview = { $author } さんが「{ $title }」にコメントしました
mail-comment-wrote = { $author } さん：
mail-comment-button = 返信する、続きを読む
mail-comment-why = このアイデアのコメントを { $site } にご希望のため、お送りしています。

mail-voted-subject = ご要望：{ $what }
mail-voted-title = ご要望が登録されました
mail-voted-preview = { $who } さんが、ご要望に投票しました。
mail-voted-text = { $count ->
    [1] { $site } の { $who } さんがご要望を記録し、あなたの代わりに投票しました。
   *[other] { $site } の { $who } さんがご要望{ $count }件を記録し、あなたの代わりに投票しました。
}
mail-voted-not-so = 違いますか？
mail-voted-back = 投票を取り消す
mail-voted-hear = 決定があったときと公開されたときにお知らせします。
mail-voted-button = 公開されたら知らせる
mail-voted-confirm = 公開のお知らせを受け取るには、このアドレスがご自身のものと確認してください。確認がなければ、これ以上お送りしません。
mail-voted-why = この件のメールはこれだけです。
mail-voted-stop = このようなメールを停止する

mail-there-subject = { $kind ->
    [idea] アイデアが掲載されました
    [edit] アイデアの変更が掲載されました
   *[comment] コメントが掲載されました
}
mail-there-subject-many = 投稿{ $count }件が掲載されました
mail-there-title = 掲載されました
mail-there-preview = お送りいただいた内容が公開されました。
mail-there-text = { $site } のチームが内容を確認し、公開されました。
mail-refused-subject = { $kind ->
    [idea] アイデアは掲載されません
    [edit] アイデアの変更は掲載されません
   *[comment] コメントは掲載されません
}
mail-refused-subject-many = 投稿{ $count }件は掲載されません
mail-refused-title = 掲載されません
mail-refused-preview = チームが内容を確認しました。
mail-refused-text = { $site } のチームが内容を確認しました。掲載は見送られました。
mail-refused-kept = 内容はこのアドレスに、あなただけのために残っています。
mail-moderated-why = { $site } に投稿されたため、お送りしています。

mail-news-subject = { $site } の新着：{ $title }
mail-news-back-subject = { $title } が再開しました
mail-news-preview = { $title } を公開しました。
mail-news-again = 取り消されていましたが、再び使えるようになりました。
mail-news-button = ページで読む
mail-news-why = { $site } の更新情報をメールでフォローしています。
mail-news-stop = フォローをやめる
mail-correction-subject = 公開は取り消されました：{ $title }
mail-correction-title = 公開は取り消されました
mail-correction-preview = 取り消さざるを得なくなりました。
mail-correction-text = { $title } の公開をお知らせしましたが、取り消さざるを得なくなりました。
mail-correction-sorry = 申し訳ありません。再開したらお知らせします。
mail-correction-button = ページを見る
mail-confirm-subject = { $site } の更新情報をフォローしますか？
mail-confirm-title = 更新情報をフォローしますか？
mail-confirm-preview = ボタンを押すと、リリースのたびに届きます。
mail-confirm-text = どなたか、おそらくあなたが、{ $site } の新しいリリースをメールで受け取ることを希望しました。
mail-confirm-button = 次のページで確認する
mail-confirm-note = リンクは1週間有効です。お心当たりがなければ何もする必要はありません。ページのボタンを押さない限り、これ以上届きません。
mail-confirm-why = { $site } の更新情報でこのアドレスが入力されたため、お送りしています。
mail-line-combined = ご要望の「{ $title }」は、これに統合されました。
