# ページの枠と、小さな部品。
page-skip = 本文へ移動
page-main = メインメニュー
nav-ideas = アイデア
nav-roadmap = ロードマップ
nav-changelog = 更新情報
nav-desk = 管理
page-all-ideas = すべてのアイデア
page-search = アイデアを検索
page-account = アカウント：{ $name }
nav-profile = プロフィール
sign-out = ログアウト
sign-in = ログイン
page-powered = Shipboard で運営
page-colours = 配色
theme-light = ライト
theme-dark = ダーク
theme-system = システム
vote-label = 「{ $title }」に投票、{ $count }票
vote-word = { $count ->
   *[other] 票
}
undo = 元に戻す
pager = ページ
pager-newer = 新しいもの
pager-more = 次へ
field-optional = 任意
field-trap = 空欄のままにしてください
desk-waiting = 件待ち
preview = プレビュー
