// Texts written for these tests, with what moves offsets: emoji, combining marks, several scripts.

export const everything = `Çay festivalı açıldı 🎉

By Leyla Quliyeva
4 February 2024, 15:30

👩‍👩‍👧 The tea fair in Lənkəran drew 12,500 guests e\u0301 earned $1.5 million, up 11.2% on 2023. It lasts 3 days and covers 4 km.
Write to tea@example.org or see https://example.org/tea, @teafair, #çay; call +994 12 555 01 23.

第三届茶会于2024年2月4日在东京开幕。 يبدأ المهرجان في مصر غدا. Ярмарка в Германии откроется 5 марта.

Related: the 2nd fair in Azerbaijan
22:00 02.07.2025

Hamısı
`;
