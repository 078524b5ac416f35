# 書かれた文章のなかの画像。
picture = 画像
picture-add = 画像を追加
picture-busy = 画像を送信しています…
picture-lost = 画像が最後まで届きませんでした。もう一度お試しください。
picture-none = 先に画像を選んでください。
picture-unknown = PNG、JPEG、GIF、WebP のいずれの画像でもありません。
picture-broken = この画像は読み取れません。ファイルが壊れている可能性があります。
picture-too-many-points = この画像は大きすぎます。縦横それぞれ { $most } ピクセルまでです。
picture-too-long = この画像は { $most } メガバイトを超えています。
picture-too-many = 短い時間に多くの画像が送られました。次の画像は { $count } 分後に追加できます。
picture-no-room = この画像を保存する空き容量がありません。文章は画像なしで送信できます。
picture-sign-in = 画像の追加にはサインインが必要ですが、現在サインインしていません。文章をそのまま送信してください。サインインするまで保存され、画像はその後で追加できます。
picture-not-taken = 画像は追加されませんでした
picture-text-kept = 文章はそのまま残っています。画像なしで送信するか、別の画像を選んでください。
picture-your-text = 文章
picture-send = 送信
