import { countEnrolments, listPosterPrints, updatePosterPrint } from '../../db/queries/paper.ts';
import type { Enrolments, Posters, Sheet } from '../../preload/contract/paper.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import type { TaskContext } from '../bridge/context.ts';
import { found } from '../bridge/errors.ts';
import { findProgramNow, loadPrograms } from '../programs/versions.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { percent } from '../retention/percent.ts';

const lately = 90;

/** What is known of the posters of every program. A job: it counts visits through the whole ledger. */
export function listPosters({ read, checkCancelled }: JobContext, { today }: { today: string }): Posters[] {
  return loadPrograms(read).map((program) => {
    checkCancelled();
    const enrolments = (from: string): Enrolments => {
      const { enrolled, visits } = countEnrolments(read, program.key, from);
      return { from, enrolled, visits, per100: percent(enrolled, visits) };
    };
    const prints = listPosterPrints(read, program.key).map(({ language, size, printedOn, version }) => ({
      language,
      size,
      printedOn,
      reprint: version < program.latest.version,
    }));
    const first = prints.map(({ printedOn }) => printedOn).sort()[0];
    return {
      programId: program.id as ProgramId,
      prints,
      lately: enrolments(formatDay(dayNumber(today) - lately + 1)),
      sincePrinted: first === undefined ? null : enrolments(first),
    };
  });
}

/** Remembers which rules a poster that has left the app says. */
export function rememberPoster(context: TaskContext, sheet: Extract<Sheet, { kind: 'poster' }>): void {
  const { shop, now, today } = context;
  const program = found(findProgramNow(shop.read, sheet.programId));
  context.record('paper.poster', (write) =>
    updatePosterPrint(write, {
      programKey: program.key,
      language: sheet.language,
      size: sheet.size,
      version: program.latest.version,
      printedAt: now,
      printedOn: today,
    }),
  );
}
