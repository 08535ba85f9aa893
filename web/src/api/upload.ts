import { csrfHeaders } from "@/api/client.ts";
import { Problem, problemOfResponse } from "@/api/problem.ts";

/** A file on its way: `fetch` cannot say how far an upload is. */
export interface UploadOptions {
  method?: "POST" | "PUT";
  /** From 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Sends a file as it is; a refusal is a `Problem`, as with every other request. */
export function uploadFile<T>(address: string, file: Blob, options: UploadOptions = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method ?? "POST", address);
    for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else void problemOfResponse(responseOf(request)).then(reject);
    };
    request.onerror = () => reject(new Problem("unreachable", "The server cannot be reached."));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    options.signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  return new Response(request.responseText, { status: Math.max(request.status, 400) });
}
