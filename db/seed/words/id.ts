import type { SeedWords } from './words.ts';

export const id: SeedWords = {
  shop: { name: 'Kedai Kopi Sudut', currency: 'IDR', timeZone: 'Asia/Jakarta' },
  people: ['Ratna Dewi', 'Agus Wijaya', 'Putri Lestari', 'Dimas Pratama'],
  programs: [
    { name: 'Kartu kopi', goal: 10, rewardName: 'Gratis satu kopi', rewardValue: 25_000, icon: 'coffee', color: 'terracotta' },
    { name: 'Kartu roti', goal: 6, rewardName: 'Gratis satu roti', rewardValue: 18_000, icon: 'croissant', color: 'mustard' },
  ],
  firstNames: [
    'Adi', 'Aditya', 'Ahmad', 'Aisyah', 'Andi', 'Anggun', 'Anisa', 'Arif', 'Ayu', 'Bagus', 'Bambang', 'Bayu', 'Budi', 'Cahya', 'Citra',
    'Dani', 'Dedi', 'Desi', 'Dewi', 'Dian', 'Dina', 'Dwi', 'Eka', 'Endah', 'Eko', 'Fajar', 'Farah', 'Fitri', 'Galih', 'Gita', 'Hadi',
    'Hana', 'Hendra', 'Heru', 'Ika', 'Ilham', 'Indah', 'Intan', 'Iwan', 'Joko', 'Kartika', 'Ketut', 'Laras', 'Lia', 'Lina', 'Made',
    'Maya', 'Mega', 'Muhammad', 'Nadia', 'Nanda', 'Nina', 'Novi', 'Nur', 'Nyoman', 'Oki', 'Puji', 'Putra', 'Rahmat', 'Rani', 'Ratih',
    'Rendi', 'Retno', 'Reza', 'Rina', 'Rini', 'Rizky', 'Sari', 'Sigit', 'Siti', 'Sri', 'Surya', 'Taufik', 'Teguh', 'Tri', 'Wahyu',
    'Wayan', 'Widya', 'Yanti', 'Yoga', 'Yudi', 'Yulia',
  ],
  lastNames: [
    'Anggraini', 'Aprilia', 'Ardiansyah', 'Astuti', 'Budiman', 'Cahyono', 'Darmawan', 'Fadillah', 'Firmansyah', 'Gunawan', 'Habibi',
    'Hakim', 'Halim', 'Handayani', 'Hapsari', 'Hartono', 'Hasanah', 'Hidayat', 'Iskandar', 'Kurniawan', 'Kusuma', 'Lubis', 'Mahendra',
    'Maharani', 'Maulana', 'Mulyani', 'Nasution', 'Nugroho', 'Nurhaliza', 'Oktaviani', 'Pangestu', 'Permana', 'Permatasari', 'Prabowo',
    'Prasetyo', 'Puspita', 'Putri', 'Rahayu', 'Rahman', 'Rahmawati', 'Ramadhan', 'Safitri', 'Sanjaya', 'Santoso', 'Saputra', 'Saraswati',
    'Setiawan', 'Siregar', 'Sitompul', 'Sulistyo', 'Supriyadi', 'Suryani', 'Susanti', 'Susanto', 'Sutrisno', 'Syahputra',
    'Tanjung', 'Utami', 'Utomo', 'Wahyuni', 'Wibowo', 'Wicaksono', 'Widodo', 'Wulandari', 'Yulianti', 'Yusuf', 'Zulkarnain',
  ],
  oneName: 0.16,
  likes: [
    'Kopi susu gula aren, es sedikit', 'Americano tanpa gula', 'Cappuccino panas', 'Teh tarik', 'Latte dengan susu oat', 'Espresso ganda',
    'Kopi tubruk', 'Roti bakar cokelat', 'Croissant mentega', 'Donat kentang', 'Duduk dekat jendela', 'Cokelat panas untuk si kecil',
    'Es kopi untuk dibawa', 'Bawa tumbler sendiri', 'Matcha latte', 'Tanpa kacang', 'Kopi tanpa kafein',
  ],
  tags: ['kantor', 'mahasiswa', 'keluarga', 'bawa pulang', 'pagi', 'vegan', 'tetangga', 'ojol'],
  notes: [
    'Suka mencoba biji kopi baru.', 'Mengajar di sekolah sebelah.', 'Sering memesan kue ulang tahun.', 'Sabtu datang bersama dua anak.',
    'Lebih suka bayar nontunai.', 'Bekerja dengan laptop sampai sore.',
  ],
  sources: ['Lewat depan toko', 'Teman', 'Instagram', 'Brosur', 'Bazar'],
  voided: { stamp: 'Stempel kelebihan satu', visit: 'Salah pelanggan' },
  // The numbering plan gives 0840 to nobody.
  phone: { country: '62', national: (n) => `0840-${String(Math.floor(n / 10_000) % 10_000).padStart(4, '0')}-${String(n % 10_000).padStart(4, '0')}` },
  price: { usual: 34_000, step: 500 },
};
