import type { Language } from '../../preload/contract/values.ts';

/** What main says by itself, with the system's own dialogs, when there is no page that could: in the computer's language. */
interface Words {
  /** The page does not answer. */
  readonly hangs: string;
  readonly hangsSafe: string;
  readonly wait: string;
  readonly reload: string;
  readonly noStart: (log: string) => string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    hangs: 'This page does not answer',
    hangsSafe:
      'Everything that was saved is safe. You can wait, or load the page again: it then says what became of the last step.',
    wait: 'Wait',
    reload: 'Load the page again',
    noStart: (log) =>
      `Regulars could not start. Your shop’s file was left as it is. Try again; if it does not help, show somebody the log in ${log}`,
  },
  id: {
    hangs: 'Halaman ini tidak menjawab',
    hangsSafe:
      'Semua yang sudah disimpan tetap aman. Anda bisa menunggu, atau memuat ulang halaman: nanti tampil apa yang terjadi dengan langkah terakhir.',
    wait: 'Tunggu',
    reload: 'Muat ulang halaman',
    noStart: (log) =>
      `Regulars tidak dapat dimulai. Berkas toko Anda dibiarkan apa adanya. Coba lagi; bila tidak berhasil, tunjukkan catatan di ${log} kepada orang yang paham komputer`,
  },
  ro: {
    hangs: 'Această pagină nu răspunde',
    hangsSafe:
      'Tot ce s-a salvat este în siguranță. Puteți aștepta sau puteți reîncărca pagina: ea spune apoi ce s-a ales de ultimul pas.',
    wait: 'Așteaptă',
    reload: 'Reîncarcă pagina',
    noStart: (log) =>
      `Regulars nu a putut porni. Fișierul magazinului a rămas așa cum este. Încercați din nou; dacă nu ajută, arătați cuiva jurnalul din ${log}`,
  },
};
