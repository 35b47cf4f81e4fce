// What all service workers share: patience with the network, and pages that say that they were kept.

const PATIENCE = 4000; // milliseconds that a page may take before what is kept is shown

const fetchInTime = async (request) => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
};

// Marks a page that comes from the device, so that it can say so.
const marked = async (response) => new Response(
  (await response.text()).replace("<html ", "<html data-offline "),
  { headers: response.headers },
);

