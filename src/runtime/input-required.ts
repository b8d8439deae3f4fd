import { ProtocolError } from "./server.js";

/** Ends a call that goes on when the client has answered its questions, on revisions that ask in rounds. It has not failed. */
export class InputRequired extends ProtocolError {
  constructor() {
    super("refused", "The client is asked first.");
  }
}
