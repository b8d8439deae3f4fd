import type { JsonObject } from "./json.js";

/** Keeps the messages of a session's streams, so that a client whose connection broke gets what it missed. */
export interface EventStore {
  /** Gives the event an id that no other of the session has. */
  storeEvent(streamId: string, message: JsonObject): Promise<string>;
  /** Undefined for an event that is not known (any more). */
  getStreamIdForEventId(eventId: string): Promise<string | undefined>;
  /** Sends what came after an event on its stream, in order; gives the stream. */
  replayEventsAfter(
    lastEventId: string,
    target: { readonly send: (eventId: string, message: JsonObject) => Promise<void> },
  ): Promise<string>;
}

export interface EventStoreOptions {
  /** Most messages of one stream that are kept; the oldest give way. Default: 100. */
  readonly perStream?: number;
  /** Most messages of a session that are kept: every request has a stream of its own. Default: 1000. */
  readonly perSession?: number;
  /** Seconds that a message is kept. Default: 3600. */
  readonly seconds?: number;
}

interface Event {
  readonly id: string;
  readonly stream: string;
  readonly message: JsonObject;
  readonly until: number;
}

/** In this process's memory, for one session. */
export function memoryEvents({
  perStream = 100,
  perSession = 1000,
  seconds = 3600,
}: EventStoreOptions = {}): EventStore {
  /** By id, the oldest first. */
  const events = new Map<string, Event>();
  const streams = new Map<string, readonly Event[]>();
  let count = 0;

  function drop(event: Event): void {
    events.delete(event.id);
    const rest = (streams.get(event.stream) ?? []).filter((one) => one !== event);
    if (rest.length > 0) streams.set(event.stream, rest);
    else streams.delete(event.stream);
  }

  /** What is too old lies in front. */
  function sweep(): void {
    for (const event of events.values()) {
      if (event.until > Date.now() && events.size <= perSession) return;
      drop(event);
    }
  }

  return {
    storeEvent: (stream, message) => {
      const event = { id: String(++count), stream, message, until: Date.now() + seconds * 1000 };
      events.set(event.id, event);
      const own = [...(streams.get(stream) ?? []), event];
      streams.set(stream, own);
      const [oldest] = own;
      if (own.length > perStream && oldest !== undefined) drop(oldest);
      sweep();
      return Promise.resolve(event.id);
    },
    getStreamIdForEventId: (id) => {
      sweep();
      return Promise.resolve(events.get(id)?.stream);
    },
    replayEventsAfter: async (id, { send }) => {
      sweep();
      const last = events.get(id);
      if (last === undefined) throw new Error("There is no such event any more.");
      for (const event of streams.get(last.stream) ?? []) {
        // A stream begins with an event that says nothing.
        const isMessage = Object.keys(event.message).length > 0;
        if (Number(event.id) > Number(last.id) && isMessage) await send(event.id, event.message);
      }
      return last.stream;
    },
  };
}
