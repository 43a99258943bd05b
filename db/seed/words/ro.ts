import type { SeedWords } from './words.ts';

export const ro: SeedWords = {
  shop: { name: 'Cafeneaua din Colț', currency: 'RON', timeZone: 'Europe/Bucharest' },
  people: ['Ioana Mureșan', 'Andrei Pop', 'Maria Lungu', 'Radu Ilie'],
  programs: [
    { name: 'Cardul de cafea', goal: 10, rewardName: 'O cafea din partea casei', rewardValue: 1500, icon: 'coffee', color: 'terracotta' },
    { name: 'Cardul brutăriei', goal: 6, rewardName: 'Un croissant din partea casei', rewardValue: 1200, icon: 'croissant', color: 'mustard' },
  ],
  firstNames: [
    'Adina', 'Adrian', 'Alexandra', 'Alexandru', 'Alina', 'Ana', 'Anca', 'Andra', 'Andreea', 'Bianca', 'Bogdan', 'Camelia', 'Carmen',
    'Cătălin', 'Cătălina', 'Ciprian', 'Claudiu', 'Corina', 'Cosmin', 'Cristian', 'Cristina', 'Dan', 'Daniela', 'Denisa', 'Diana',
    'Dorin', 'Dragoș', 'Elena', 'Emil', 'Eugen', 'Felicia', 'Florin', 'Gabriel', 'Gabriela', 'George', 'Gheorghe', 'Horia', 'Ileana',
    'Ilinca', 'Ionuț', 'Irina', 'Iulia', 'Laura', 'Lavinia', 'Liviu', 'Loredana', 'Lucian', 'Luminița', 'Mădălina', 'Marian', 'Marius',
    'Matei', 'Mihai', 'Mihaela', 'Mircea', 'Monica', 'Nicoleta', 'Oana', 'Octavian', 'Ovidiu', 'Paul', 'Petre', 'Raluca', 'Răzvan',
    'Roxana', 'Sanda', 'Sergiu', 'Silviu', 'Simona', 'Sorin', 'Ștefan', 'Ștefania', 'Teodora', 'Tiberiu', 'Tudor', 'Valentin',
    'Vasile', 'Victor', 'Vlad',
  ],
  lastNames: [
    'Albu', 'Anghel', 'Ardelean', 'Avram', 'Badea', 'Bălan', 'Barbu', 'Bucur', 'Chiriac', 'Ciobanu', 'Cojocaru', 'Constantin',
    'Constantinescu', 'Cozma', 'Crăciun', 'Crișan', 'Cristea', 'Diaconu', 'Dima', 'Dinu', 'Dobre', 'Dragomir', 'Dumitrescu', 'Dumitru',
    'Enache', 'Filip', 'Florea', 'Georgescu', 'Gheorghiu', 'Grigore', 'Iacob', 'Ionescu', 'Ioniță', 'Iordache', 'Ispas', 'Lazăr',
    'Lupu', 'Manea', 'Manole', 'Marin', 'Marinescu', 'Matei', 'Mihalache', 'Moldovan', 'Munteanu', 'Mureșan', 'Neagu', 'Neacșu',
    'Nedelcu', 'Nicolae', 'Nistor', 'Niță', 'Oprea', 'Olaru', 'Pană', 'Pavel', 'Petcu', 'Petrescu', 'Pintilie', 'Popa', 'Popescu',
    'Preda', 'Rotaru', 'Rusu', 'Sandu', 'Sârbu', 'Stan', 'Stanciu', 'Stoica', 'Suciu', 'Șerban', 'Ștefănescu', 'Tănase', 'Toma',
    'Tudose', 'Țăran', 'Ungureanu', 'Ursu', 'Vasilescu', 'Văduva', 'Vlad', 'Voicu', 'Voinea', 'Zamfir',
  ],
  oneName: 0.04,
  likes: [
    'Flat white cu lapte de ovăz', 'Espresso dublu, fără zahăr', 'Cappuccino cu scorțișoară', 'Ceai de mentă', 'Latte în cana mare',
    'Decofeinizată după prânz', 'Covrig cald', 'Croissant cu unt', 'Pâine cu maia, feliată subțire', 'Locul de la geam',
    'Ciocolată caldă pentru cel mic', 'Cafea la ibric', 'Vine cu cana proprie', 'Cafea la pachet', 'Plăcintă cu brânză', 'Fără nuci',
  ],
  tags: ['birou', 'student', 'câine', 'familie', 'la pachet', 'matinal', 'vegan', 'vecin'],
  notes: [
    'Întreabă de boabe; îi place să încerce sortimente noi.', 'Lucrează la școala de după colț.', 'Comandă torturi de ziua copiilor.',
    'Sâmbăta vine cu doi copii.', 'Preferă să plătească cu cardul.', 'Citește ziarul și stă o oră.',
  ],
  sources: ['A intrat din stradă', 'Un prieten', 'Instagram', 'Pliant', 'Târg'],
  voided: { stamp: 'O ștampilă în plus', visit: 'Alt client' },
  // The numbering plan gives 0798 to nobody.
  phone: { country: '40', national: (n) => `0798 ${String(Math.floor(n / 1000) % 1000).padStart(3, '0')} ${String(n % 1000).padStart(3, '0')}` },
  price: { usual: 1900, step: 50 },
};
