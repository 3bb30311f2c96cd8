# What the coach says of a photo: what is wrong, then what to do. One short line each, after the photo's number.

photo-fault-explicit = a nude or sexual picture: it cannot be used, take another one
photo-fault-face-missing = no face found: the face should be seen clearly
photo-fault-faces-several = several people: crop it to one
photo-fault-same-shot = same shot as no. { $number }: a different one helps more
photo-fault-face-small = face too small: come closer
photo-fault-face-smallish = face rather small: come a bit closer or send the photo as a file
photo-fault-face-cut = face cut off: leave room around the head
photo-fault-face-tilted = the photo lies on its side: turn it upright
photo-fault-blurred = blurred: hold still and tap the face to focus
photo-fault-soft = not quite sharp: hold still, wipe the lens
photo-fault-dark = too dark: turn towards a window
photo-fault-bright = too bright: step out of the harsh light
photo-fault-clipped = burnt-out spots on the face: go for softer light
photo-fault-compressed = saved too coarsely: send the original as a file
photo-fault-small-picture = picture too small: send the original as a file
photo-fault-smallish-picture = picture rather small: better send it as a file

# What would help the set most.

photo-next-close = close up: head and shoulders
photo-next-half = from the waist up
photo-next-full = full body, sent as a file
photo-next-front = looking straight at the camera
photo-next-half-turn = head turned halfway
photo-next-profile = from the side
photo-next-light = other light: another room, outdoors, another day
photo-next-more = more photos
photo-next-motif = other motifs in the same style
photo-next-angle = other angles and other light
