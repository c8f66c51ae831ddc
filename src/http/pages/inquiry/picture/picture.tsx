// The inquiry at a glance: days from left to right, who wrote when, how long the customer waits, when each step was or
// will be due. The list below it says the same in words. No style attributes (CSP), so places are percent.

import type { Step } from '../../../../core/model.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import type { InquiryDetail } from '../../../../service/board/read-inquiry.ts';
import { levelInWords } from '../../parts.tsx';
import { due, local, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import { Days } from './days.tsx';
import { type LabelledMark, labelled } from './labels.ts';
import { Legend } from './legend.tsx';
import { type Dot, type PictureModel, percent, pictureOf, type StepMark, type Stretch } from './picture-model.ts';
import { Sign, Signs } from './signs.tsx';
import { sentenceOf } from './words.ts';

/** Lanes from top to bottom, in px. */
const CUSTOMER_Y = 72;
const BAR = { y: 86, height: 16 };
const SHOP_Y = 118;
const STEP_Y: Readonly<Record<Step, number>> = { flag: 144, owner_alert: 166, breach: 188 };
const HEIGHT = 220;
/** Of a day on the narrowest screen: its date must fit, and a week should. */
const DAY_PX = { ja: 46, en: 56 } as const;
/** With fewer days, they share what a phone has. */
const NARROWEST_PX = 266;

interface PictureProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  readonly zone: Zone;
}

export function Picture({ view, detail, zone }: PictureProps) {
  const model = pictureOf(detail, zone);
  if (model === null) return null;
  const words = INQUIRY_WORDS[view.language].picture;
  const width = Math.max(NARROWEST_PX, model.scale.columns.length * DAY_PX[view.language]);
  return (
    <figure class="card">
      <section class="picture" tabindex={0} aria-label={words.box}>
        <div>
          <svg class="room" width={width} height="1" aria-hidden="true" />
          <svg class="drawing" height={HEIGHT} role="img" aria-labelledby="picture-title picture-words">
            <title id="picture-title">{words.title}</title>
            <desc id="picture-words">{sentenceOf(view, detail, model, zone)}</desc>
            <Signs />
            <Days view={view} model={model} zone={zone} height={HEIGHT} />
            {model.stretches.map((stretch) => (
              <Bar model={model} stretch={stretch} />
            ))}
            <Now view={view} model={model} />
            {model.steps.map((mark) => (
              <Leader model={model} mark={mark} />
            ))}
            <Steps view={view} detail={detail} model={model} zone={zone} width={width} />
            {model.dots.map((dot) => (
              <EventSign view={view} model={model} dot={dot} zone={zone} />
            ))}
          </svg>
        </div>
      </section>
      <Legend view={view} model={model} />
      {model.leftOut === 0 ? null : <p class="soft">{words.leftOut(model.leftOut)}</p>}
    </figure>
  );
}

function Bar({ model: { scale }, stretch }: { model: PictureModel; stretch: Stretch }) {
  const [from, to] = [scale.place(stretch.from), scale.place(stretch.to)];
  return (
    <rect
      class={`bar bar-${stretch.level}`}
      x={percent(from)}
      y={stretch.level === 'paused' ? BAR.y + 6 : BAR.y}
      width={percent(to - from)}
      height={stretch.level === 'paused' ? 4 : BAR.height}
    />
  );
}

function EventSign({ view, model, dot, zone }: { view: View; model: PictureModel; dot: Dot; zone: Zone }) {
  const isCustomers = dot.shape === 'customer_message' || dot.shape === 'message_deleted';
  const title = `${local(view, dot.at, zone)} ${INQUIRY_WORDS[view.language].picture.shape[dot.shape]}`;
  const x = percent(model.scale.place(dot.at));
  return <Sign name={dot.shape} x={x} y={isCustomers ? CUSTOMER_Y : SHOP_Y} title={title} />;
}

function Steps({ view, model, zone, width }: PictureProps & { model: PictureModel; width: number }) {
  const words = INQUIRY_WORDS[view.language].picture;
  const named = model.steps.map((mark) => ({
    ...mark,
    x: model.scale.place(mark.at),
    text: words.step[mark.state](levelInWords(view, mark.step, mark.episode.policy)),
  }));
  return (
    <>
      {labelled(named, width).map((mark) => (
        <StepSign mark={mark} title={words.stepAt(mark.text, due(view, mark.at, zone))} />
      ))}
    </>
  );
}

/** From the wait down to the step's sign; all of them lie under all labels. */
function Leader({ model, mark }: { model: PictureModel; mark: StepMark }) {
  const x = percent(model.scale.place(mark.at));
  return <line class={`leader leader-${mark.state}`} x1={x} y1={BAR.y} x2={x} y2={STEP_Y[mark.step] - 7} />;
}

function StepSign({ mark, title }: { mark: LabelledMark; title: string }) {
  const y = STEP_Y[mark.step];
  const x = percent(mark.x);
  return (
    <g class={`mark mark-${mark.state}`}>
      <Sign name={mark.step} x={x} y={y} title={title} />
      {mark.side === null ? null : (
        <text x={x} y={y + 4} dx={mark.side === 'left' ? -11 : 11} text-anchor={mark.side === 'left' ? 'end' : 'start'}>
          {mark.text}
        </text>
      )}
    </g>
  );
}

function Now({ view, model }: { view: View; model: PictureModel }) {
  if (model.now === null) return null;
  const place = model.scale.place(model.now);
  const x = percent(place);
  return (
    <g class="now">
      <line x1={x} y1={52} x2={x} y2={HEIGHT - 16} />
      <text x={x} y={HEIGHT - 4} text-anchor={place > 95 ? 'end' : place < 5 ? 'start' : 'middle'}>
        {INQUIRY_WORDS[view.language].picture.now}
      </text>
    </g>
  );
}
