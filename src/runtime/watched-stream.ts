/** A stream as it is; `done` is called when it has ended, however it ends. */
export function watchedStream(stream: ReadableStream<Uint8Array>, done: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value } = await reader.read();
        if (value !== undefined) {
          controller.enqueue(value);
          return;
        }
        done();
        controller.close();
      } catch (error) {
        done();
        controller.error(error);
      }
    },
    async cancel(reason) {
      done();
      await reader.cancel(reason);
    },
  });
}
