import type { SeedWords } from './words.ts';

export const en: SeedWords = {
  shop: { name: 'The Corner Cup', currency: 'GBP', timeZone: 'Europe/London' },
  people: ['Emma Clarke', 'James Reid', 'Olivia Shaw', 'Noah Patel'],
  programs: [
    { name: 'Coffee card', goal: 10, rewardName: 'A free coffee', rewardValue: 380, icon: 'coffee', color: 'terracotta' },
    { name: 'Bakery card', goal: 6, rewardName: 'A free pastry', rewardValue: 320, icon: 'croissant', color: 'mustard' },
  ],
  firstNames: [
    'Aisha', 'Alice', 'Amelia', 'Amy', 'Andrew', 'Anna', 'Arthur', 'Ben', 'Beth', 'Callum', 'Charlotte', 'Chloe', 'Connor', 'Daisy',
    'Daniel', 'David', 'Eleanor', 'Ella', 'Emily', 'Ethan', 'Evie', 'Finn', 'Freya', 'George', 'Grace', 'Hannah', 'Harriet', 'Harry',
    'Helen', 'Imogen', 'Isaac', 'Isla', 'Jack', 'Jasmine', 'Joe', 'Joshua', 'Karen', 'Kate', 'Laura', 'Leah', 'Leo', 'Liam', 'Lily',
    'Lucy', 'Luke', 'Maisie', 'Martin', 'Matthew', 'Megan', 'Mia', 'Michael', 'Nadia', 'Nathan', 'Nia', 'Oliver', 'Oscar', 'Owen',
    'Patrick', 'Peter', 'Poppy', 'Priya', 'Rachel', 'Rebecca', 'Rhys', 'Robert', 'Rosie', 'Ruby', 'Sam', 'Sarah', 'Sean', 'Simon',
    'Sophie', 'Stephen', 'Thomas', 'Toby', 'Victoria', 'William', 'Yasmin', 'Zara', 'Zoe',
  ],
  lastNames: [
    'Adams', 'Ahmed', 'Allen', 'Bailey', 'Baker', 'Barnes', 'Bell', 'Bennett', 'Brown', 'Burton', 'Butler', 'Campbell', 'Carter',
    'Chapman', 'Cole', 'Collins', 'Cook', 'Cooper', 'Cox', 'Davies', 'Dixon', 'Edwards', 'Ellis', 'Evans', 'Fisher', 'Foster', 'Fox',
    'Gibson', 'Graham', 'Grant', 'Green', 'Griffiths', 'Hall', 'Harper', 'Harris', 'Harvey', 'Hill', 'Holmes', 'Hughes', 'Hunt',
    'Hussain', 'Jackson', 'James', 'Johnson', 'Jones', 'Kaur', 'Kelly', 'Khan', 'King', 'Knight', 'Lee', 'Lewis', 'Lloyd', 'Marshall',
    'Mason', 'Miller', 'Mills', 'Mitchell', 'Moore', 'Morgan', 'Murphy', 'Owen', 'Palmer', 'Parker', 'Phillips', 'Powell', 'Price',
    'Roberts', 'Robinson', 'Rogers', 'Scott', 'Sharma', 'Shaw', 'Simpson', 'Singh', 'Smith', 'Stevens', 'Stewart', 'Taylor', 'Thompson',
    'Turner', 'Walker', 'Ward', 'Watson', 'Webb', 'White', 'Williams', 'Wilson', 'Wood', 'Wright', 'Young',
  ],
  oneName: 0.04,
  likes: [
    'Flat white, oat milk', 'Americano, no sugar', 'Cappuccino with chocolate on top', 'Earl Grey with lemon', 'Latte in the big cup',
    'Double espresso', 'Decaf after lunch', 'Cinnamon bun, warmed up', 'Almond croissant', 'Sourdough, sliced thin', 'Window seat',
    'Hot chocolate for the little one', 'Chai latte', 'Own cup', 'Filter coffee to go', 'Cheese scone with butter', 'No nuts, please',
  ],
  tags: ['office', 'student', 'dog', 'family', 'takeaway', 'early bird', 'vegan', 'neighbour'],
  notes: [
    'Asks about the beans; likes to try new ones.', 'Works at the school round the corner.', 'Orders cakes for birthdays.',
    'Comes with two children on Saturdays.', 'Prefers to pay by card.', 'Brings the paper and stays an hour.',
  ],
  sources: ['Walked in', 'A friend', 'Instagram', 'Flyer', 'Street market'],
  voided: { stamp: 'One stamp too many', visit: 'Wrong customer' },
  // 07700 900000 to 900999 are kept for drama by Ofcom; large shops go on in the same block, which the numbering plan gives to nobody.
  phone: { country: '44', national: (n) => `07700 9${String(n % 100_000).padStart(5, '0')}` },
  price: { usual: 460, step: 10 },
};
