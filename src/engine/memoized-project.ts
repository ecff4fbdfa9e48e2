import type { Standing } from '../findings/index.ts';
import { type Answer, type ProjectModel, type Question, UNKNOWN } from '../project/index.ts';
import type { ProjectAnswers } from './conclude-file.ts';

/** What findings ask of the project, each once; its model is made for the first question. */
export class MemoizedProject implements ProjectAnswers {
  readonly #standings = new Map<string, Standing>();
  readonly #answers = new Map<string, Answer>();
  #model: ProjectModel | undefined;
  #isGivenUp = false;

  constructor(readonly build: () => ProjectModel) {}

  get model(): ProjectModel {
    this.#model ??= this.build();
    return this.#model;
  }

  /** Of what was asked until now. */
  get limitsMet(): ProjectModel['limitsMet'] {
    return this.#model?.limitsMet ?? [];
  }

  /** Makes the model anew for what is asked from now on. */
  renew(): void {
    this.#model = undefined;
  }

  /** From now on only what is known is answered. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  standingAt(path: string, line: number): Standing {
    const place = `${line} ${path}`;
    const standing =
      this.#standings.get(place) ?? (this.#isGivenUp ? UNKNOWN_STANDING : this.model.standingAt(path, line));
    this.#standings.set(place, standing);
    return standing;
  }

  answer(question: string): Answer {
    const answer =
      this.#answers.get(question) ??
      (this.#isGivenUp ? UNKNOWN : this.model.answer(JSON.parse(question) as Question, question));
    this.#answers.set(question, answer);
    return answer;
  }
}

/** What is not known lowers nothing. */
const UNKNOWN_STANDING: Standing = { reach: 'served', because: 'the reachability analysis took too long' };
