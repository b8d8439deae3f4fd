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
export function memoryEvents({ perStream = 100, seconds = 3600 }: EventStoreOptions = {}): EventStore {
  let events: readonly Event[] = [];
  let count = 0;
  const alive = () => events.filter(({ until }) => until > Date.now());
  return {
    storeEvent: (stream, message) => {
      const event = { id: String(++count), stream, message, until: Date.now() + seconds * 1000 };
      const own = [...alive().filter((one) => one.stream === stream), event].slice(-perStream);
      events = [...alive().filter((one) => one.stream !== stream), ...own];
      return Promise.resolve(event.id);
    },
    getStreamIdForEventId: (id) => Promise.resolve(alive().find((event) => event.id === id)?.stream),
    replayEventsAfter: async (id, { send }) => {
      const last = alive().find((event) => event.id === id);
      if (last === undefined) throw new Error("There is no such event any more.");
      for (const event of alive()) {
        // A stream begins with an event that says nothing.
        const isMessage = Object.keys(event.message).length > 0;
        const isLater = event.stream === last.stream && Number(event.id) > Number(last.id);
        if (isLater && isMessage) await send(event.id, event.message);
      }
      return last.stream;
    },
  };
}
