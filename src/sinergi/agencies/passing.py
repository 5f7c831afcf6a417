"""Passing passwords: read out once, over a phone if need be, and changed at the next sign-in."""

from __future__ import annotations

import secrets

# Short, common, unlike one another to the ear, and neutral: no name, office, colour or number.
_LIST = """
akar alun angin anyam apung arang arus atap awan ayun bahari baja bakau balok bambu bangku batik
batu bayam bedug belut benang benih beras besi biji bintang bola buah bubur buku bulan bumbu bunga
burung cabai candi cangkir cendana cermin cincin corak dahan danau dapur daun delima desir domba
duku durian ekor elang embun ember fajar fosil gajah galah gamelan garam garis gasing gelas
gendang getah gitar gong gula gunung guci halaman hujan hutan ikan intan irama jagung jahe jambu
jangkar jarum jembatan jendela jeruk kabut kaca kain kaki kambing kancil kapas kapur karang kayu
kebun kecap kelapa kelinci kemiri kendi kerang kertas ketan kipas kolam kopi kotak kuda kunci
kunyit ladang lampu langit lautan layang lebah lemari lentera lesung lidah lilin lontar lumbung
madu mangga manis meja melati mentari merak merpati minyak musim nanas nangka nyala ombak padi
pagar pahat paku palu panah panci pandan pantai parut pasir payung pelangi pensil perahu piring
pisang pohon pulau pupuk rakit ranting rebana rebung rimba rotan roti rumput rusa sagu salak
sampan sapi sarang sawah sayur sekam selasih semut senja serai sisir suling sumur sungai surya
tali talas tambur tanah tebing tebu telaga telur tenun teratai terong tikar timba tiram tomat topi
tugu ubi udang ulat umbi ukir wajan waru wayang wortel
"""
WORDS = tuple(_LIST.split())


def passing_password() -> str:
    """Four words and two digits: about 37 bits, for one sign-in behind the lock-out."""
    words = [secrets.choice(WORDS) for _ in range(4)]
    return "-".join([*words, f"{secrets.randbelow(100):02d}"])
