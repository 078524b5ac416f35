# アイデア：一覧、詳細、投稿、コメント、フォロー。
board-closed = 新しいアイデアは受付終了
idea-new = 新しいアイデア
ideas-waiting = あなたのアイデア{ $count }件がチームの確認待ちです。これはあなただけに表示されています：
list-search = { $list }を検索
search = 検索
list-sort = 並べ替え
list-remove-filter = 絞り込みを解除：
list-nothing = 見つかりませんでした
list-nothing-text = この言葉を含むアイデアはありません。必要なものでしたら、ぜひ最初に提案してください。
list-ask = 提案する
list-show-all = すべてのアイデアを見る
list-no-fit = 該当するアイデアがありません
list-no-fit-text = 選んだ条件をすべて満たすものはありません。
list-closed = アイデアはありません
list-closed-text = このボードは提案が寄せられる前に閉じられました。
list-empty = まだアイデアがありません
list-empty-text = 最初の提案をしてみませんか。タイトルと一文で十分です。
comments-count = コメント：
pager-back = 前へ
list-narrow = 一覧を絞り込む
list-boards = ボード
list-status = ステータス
list-tags = タグ
idea-new-lead = 1つのアイデアに1つの要望をお書きください。何を実現したいかを教えていただければ、方法はこちらで考えます。
idea-no-board = アイデアを受け付けているボードがありません
idea-no-board-text = すべてのボードが受付を終了しているか、表示するにはログインが必要です。
idea-title = タイトル
idea-details = 詳細
idea-details-hint = 今はどうなっていて、どうなるとよいですか。頻度はどのくらいですか。Markdown が使えます。
idea-board = ボード
idea-submit = アイデアを送信
idea-submit-anyway = それでも送信
idea-submit-not-yet = アイデアはまだ送信されていません。すでにあるかどうか、先にご確認ください。
idea-submit-note = フォローされ、決定があるとお知らせが届きます。
similar-label = 似ているアイデア
similar-title = { $count ->
    [1] もしかしてこれですか？
   *[other] この中にありますか？
}
similar-vote = そこへの1票は、2つ目のアイデアより力になります。
opens-tab = （新しいタブで開きます）
similar-wanted = すでに希望しています。{ $reason }
where = 現在の場所
idea-combined-from = お探しの #{ $number }「{ $title }」は、このアイデアに統合されました。ここからの投票とコメントは両方に反映されます。
team = チーム
edited = 編集済み
edit = 編集
delete = 削除
idea-versions = 履歴
idea-answer = チームからの回答
the-team = チーム
idea-facts = 概要
idea-release = リリース
idea-combined = 統合済み
demand-by = 希望者
people = { $count }人
companies = { $count }社
demand-pay = 支払額
demand-monthly = 月額
demand-must = 必須とする人
demand-trend = 推移
demand-first = 最初の希望者
demand-waiting = 最も長く待つ人
combine-question = 同じ要望のアイデアがありますか。統合すると票がまとめて数えられます。
combine-out = 統合を解除
combine-another = 別のアイデアと統合
idea-plan = 計画
idea-plan-add = リリースに追加
idea-happened = これまでの経過
idea-asked-by = { $name } さんが提案
staff-only-seen = チームのみ表示
comment-on = #{ $number } へのコメント
comment-lost = 本文は失われます。
comment-delete = 削除する
comment-delete-of = { $name } さんのコメントを削除する
comments = コメント
comment-deleted = このコメントは削除されました。
reply-to = { $name } さんに返信
comment-your-reply = 返信
reply = 返信
comments-waiting = 確認待ちのコメント
post-waits = { $kind ->
    [idea] アイデアはチームの確認待ちです。
    [edit] アイデアの変更はチームの確認待ちです。
   *[comment] コメントはチームの確認待ちです。
}
post-only-you = あなただけに表示されています。
post-change = 変更または取り下げ
comment-add = コメントを追加
staff-only-hint = メモ：チーム以外には表示されず、数にも含まれません。
comment-send = コメントする
comment-note = Markdown が使えます。後から編集できます。
follow-title = フォロー
follow-muted = ただし、メールを停止しているため何も送られません。<a href="/profile">プロフィール</a>で再開できます。
follow-only-decisions = 決定のみ
follow-comments-too = コメントもメールで
follow-stop = フォローをやめる
follow-not = このアイデアのお知らせは届きません。
follow-offer = 計画、公開、見送りが決まったときにお知らせします。
follow = フォローする
importance-question = あなたにとってどのくらい重要ですか？
idea-edit = アイデアを編集
idea-edit-lead = 変更前の内容はチームが確認できます。
markdown-works = Markdown が使えます。
save = 保存
leave-it = やめる
comment-word = コメント
comment-edit = コメントを編集
idea-undeletable = 「{ $title }」は削除できません
idea-back = アイデアに戻る
idea-delete-question = 「{ $title }」を削除しますか？
idea-delete-alone = まだ誰も投票やコメントをしていません。
idea-delete-lost = 一緒に消えるもの：
idea-delete-back = チームはアイデアのアドレスから元どおりに戻せます。
idea-delete-team = 元に戻せるのはチームだけです。
idea-delete = アイデアを削除
keep-it = 残す
idea-is-deleted = #{ $number }「{ $title }」は削除されています
idea-was-deleted = { $ago }（{ $at }）に削除されました。票とコメントは残っています。チーム以外の方には何も表示されません。
idea-restore = 元に戻す
idea-versions-lead = 変更前の内容を新しい順に表示します。
idea-never-changed = 変更なし
idea-never-changed-text = 提案されたときのままです。
idea-version-by = <b>{ $name }</b> さんが変更
idea-no-details = 詳細はありません。
posts-title = チームの確認が必要な投稿
post-yours = { $kind ->
    [idea] あなたのアイデア
    [edit] アイデアの変更
   *[comment] あなたのコメント
}
post-waiting = チームの確認待ちで、まだ他の人には見えません。
post-not-lost = 内容は失われません。結果はメールでお知らせします。
post-declined = チームは掲載しないことに決めました。
post-for = { $board } 宛て
post-written = 投稿：
post-read = 確認：
back = 戻る
post-take-back = 取り下げる
post-take-back-question = 取り下げますか？内容は残りません。
profile-title = プロフィール
posts-lead = 一部の投稿は、公開前にチームが確認します。これはあなたの投稿です。
posts-none = 確認待ちの投稿はありません
posts-none-text = 送信したものはすべて掲載されています。
post-badge-declined = 見送り
post-badge-waits = 確認待ち
post-saved = 保存しました。チームは今の内容を確認します。
post-taken-back = { $kind ->
    [idea] アイデアを取り下げました。内容は残っていません。
    [edit] アイデアの変更を取り下げました。内容は残っていません。
   *[comment] コメントを取り下げました。内容は残っていません。
}
post-why-some = 一部の投稿は公開前にチームが確認します。
post-why-links = リンクが複数あります。初めのうちは、公開前にチームが確認します。
post-why-repeated = 同じ文面がすでに送られています。公開前にチームが確認します。
post-why-first = 初めての方の最初の投稿は、チームが確認します。
post-why-everything = このボードでは、すべての投稿を公開前にチームが確認します。
decline-spam = 広告のように見えます。
decline-off-topic = 私たちの製品に関するものではないため、ここでは読まれにくい内容です。
decline-duplicate = 同じ内容がすでに投稿されています。そちらへの投票も同じように数えられます。
decline-unclear = 意図を読み取れませんでした。例を添えてもう一度お書きください。
decline-rude = 他の方に配慮した表現でもう一度お書きください。
decline-noted = { $sentence } { $note }
post-thanks = { $kind ->
    [idea] ありがとうございます。アイデアを受け取りました。
    [edit] ありがとうございます。変更を受け取りました。
   *[comment] ありがとうございます。コメントを受け取りました。
}
post-thanks-waits = { $kind ->
    [idea] ありがとうございます。アイデアはチームの確認待ちです。確認後にお知らせします。
    [edit] ありがとうございます。アイデアの変更はチームの確認待ちです。確認後にお知らせします。
   *[comment] ありがとうございます。コメントはチームの確認待ちです。確認後にお知らせします。
}
post-on = { $kind ->
    [edit] #{ $number } の変更
   *[comment] #{ $number } へのコメント
}
form-sent-before = このフォームはすでに送信されています。新しいフォームからお願いします。
post-decided = その間にチームが決定しました。詳しくはそのページをご覧ください。
post-comment-on = 「{ $title }」へのコメント
comment-parent-gone = 返信先はすでにありません。
comment-not-yours = コメントを変更できるのは書いた本人だけです。
comment-not-deletable = コメントを削除できるのは書いた本人とチームだけです。
comment-is-deleted = コメントを削除しました。
edit-taken-up = チームが取り組み始めたため、本文は変更できません。コメントは追加できます。
edit-not-yours = 本文を変更できるのは提案した本人とチームだけです。
idea-edit-number = #{ $number } を編集
saved = 保存しました。
idea-versions-of = #{ $number } の履歴
idea-promised = { $version } で予定されています。先にそのリリースから外す必要があります。
idea-not-alone = 他の方が投票やコメントをしたため、もうあなただけのアイデアではありません。
delete-not-yours = 削除できるのは提案した本人とチームだけです。
votes = { $count }票
comments-number = コメント{ $count }件
ideas-combined = 統合されたアイデア{ $count }件
idea-delete-number = #{ $number } を削除
idea-deleted = 「{ $title }」を削除しました。
idea-is-back = アイデアを元どおりに戻しました。
importance-nice = あると嬉しい
importance-important = 重要
importance-must = 必須
follow-why-submitted = 提案したため
follow-why-voted = 投票したため
follow-why-voted-for = チームが代わりに投票したため
follow-why-asked = 希望したため
follow-why-commented = コメントしたため
follow-decisions = このアイデアの決定をお知らせします（{ $reason }）。
follow-all = このアイデアの決定とコメントをお知らせします（{ $reason }）。
release-draft = 下書き
release-rolled-back = 取り消し
release-in-part = 一部
ideas-more = { $most }件以上
ideas-count = { $count }件
vote-over = 「{ $title }」はすでに実現しているため、投票は必要ありません。足りない点があれば、コメントでお知らせください。
idea-new-about = 提案するか、すでに提案されていないかを確認できます。
board-gone = このボードは受付を終了しました。別のボードを選んでください。
ideas-too-many = 一度に多くのアイデアが送られました。このページを開いたまま、{ $count }分後にもう一度送信してください。
idea-thanks = ありがとうございます。アイデアを受け付け、あなたの1票も入りました。今後の経過をお知らせします。
list-lead = 必要なものに投票するか、新しいアイデアを提案してください。
list-about = { $site } に寄せられた要望です。
sort-trending = 急上昇
sort-top = 人気
sort-new = 新着
sort-match = 関連度
boards-all = すべてのボード
idea-plan-new = 新しいリリース
idea-about = { $title }（{ $count }人が希望）
similar-spelled = 表記が似ています
similar-shares = 共通の言葉：「{ $words }」
step-answer-taken-back = チームの回答が取り消されました
step-answered = チームが回答しました
step-edited = 編集
step-moved = { $from } から { $to } へ移動
step-tagged = タグを変更
step-voted-for = 代理で投票
step-vote-taken-back = 代理の投票を取り消し
step-deleted = 削除
step-restored = 復元
step-merged = #{ $number } に統合
step-unmerged = #{ $number } から分離
step-combined = #{ $number } をこれに統合
step-separated = #{ $number } を再び分離
step-comment-deleted = コメントを削除
step-by = { $what }（{ $name } さん）
voted-by = { $site } の { $name } さんが、あなたの要望として記録し、あなたの代わりに投票しました。ボタンを押すまで何も変わりません。
voted-counts = { $site } であなたの票が数えられています。
voted-hear = 決定があったときと公開されたときにお知らせします。
voted-until = このアドレスがご自身のものと確認されるまで、これ以上メールは送られません。
voted-tell = 公開されたら知らせる
voted-back = 投票を取り消す
voted-stop = アイデアのメールを停止…
voted-none = ここにあなたの票はありません。取り消されたため、{ $site } の誰かが再び代わりに投票することはありません。
voted-restore = やはり希望する
voted-see = アイデアを見る
voted-kept = ありがとうございます。決定があったときと公開されたときにお知らせします。
voted-withdrawn = 投票を取り消しました。再び代わりに投票されることはありません。
voted-restored = あなた自身の票として再び数えられます。
similar-meant = ほぼ同じ意味です
status-under-review = 検討中
status-planned = 予定
status-in-progress = 進行中
status-shipped = リリース済み
status-not-planned = 予定なし
