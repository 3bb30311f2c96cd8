# Что коуч говорит о фото: что не так и что сделать. По одной короткой строке, после номера фото.

photo-fault-explicit = откровенный снимок: его взять нельзя, выберите другой
photo-fault-face-missing = лицо не найдено: оно должно быть хорошо видно
photo-fault-faces-several = несколько человек: обрежьте до одного
photo-fault-same-shot = тот же кадр, что № { $number }: другой поможет больше
photo-fault-face-small = лицо слишком мелкое: подойдите ближе
photo-fault-face-smallish = лицо мелковато: подойдите чуть ближе или пришлите фото файлом
photo-fault-face-cut = лицо обрезано: оставьте место вокруг головы
photo-fault-face-tilted = фото лежит на боку: поверните его
photo-fault-blurred = смазано: не двигайтесь и наведите резкость на лицо
photo-fault-soft = не совсем резко: не двигайтесь, протрите объектив
photo-fault-dark = слишком темно: повернитесь к окну
photo-fault-bright = слишком светло: уйдите из резкого света
photo-fault-clipped = засветы на лице: найдите свет помягче
photo-fault-compressed = фото сильно сжато: пришлите оригинал файлом
photo-fault-small-picture = картинка слишком маленькая: пришлите оригинал файлом
photo-fault-smallish-picture = картинка маловата: лучше пришлите файлом

# Что больше всего поможет набору.

photo-next-close = крупно: голова и плечи
photo-next-half = по пояс
photo-next-full = в полный рост, файлом
photo-next-front = прямо в камеру
photo-next-half-turn = вполоборота
photo-next-profile = в профиль
photo-next-light = другой свет: другая комната, улица, другой день
photo-next-more = больше фото
photo-next-motif = другие сюжеты в том же стиле
photo-next-angle = другие ракурсы и другой свет
