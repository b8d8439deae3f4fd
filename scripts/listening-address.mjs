// @ts-check

/**
 * The address that a server says it listens on, on its stderr. What it says afterwards is passed on to this process's.
 *
 * @param {import("node:child_process").ChildProcess} child with a pipe for stderr
 * @returns {Promise<string>}
 * @throws Error when the process ends before
 */
export function listeningAddress(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`The server ended before it listened:\n${said}`)));
    child.stderr?.on("data", (chunk) => {
      if (said === "listening") return void process.stderr.write(chunk);
      said += String(chunk);
      const [, address] = /listening on (\S+)\n/.exec(said) ?? [];
      if (address === undefined) return;
      said = "listening";
      resolve(address);
    });
  });
}
