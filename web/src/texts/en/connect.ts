export const connect = {
  title: "Connect the first test stand",
  lead: "As soon as a stand has finished a test run, it is on this page by itself.",
  install: {
    title: "Install HardPy on the stand",
    text: "HardPy runs the test plans. On a stand that has it already, go on with the next step.",
    command: "pip install hardpy",
  },
  letIn: {
    title: "Let the stand in",
    way: "How the stand gets in",
    byKey: "With an API key",
    bySignIn: "By signing in",
    keyText: "Put these lines into the hardpy.toml of the test plan. Every run is then uploaded by itself.",
    keyPlace: "paste the key here",
    makeKey: "Make an API key",
    askForKey: "Ask an Admin of your organisation for an API key.",
    signInText:
      "Run this on the stand, open the link that it prints, compare the code and accept. It suits test plans that upload themselves.",
    signInByAdmin: "An Admin accepts, unless the settings allow it to Members.",
  },
  run: {
    title: "Run a test plan",
    text: "Start it as always, or from the terminal:",
    command: "hardpy run my_test_plan",
  },
  certificate: {
    title: "Does the browser warn about the certificate?",
    text: "Then this server uses a certificate that it has made itself. Stands running HardPy accept it as it is. Other programs need the file tls/certificate.pem from the server's data folder; Admins can install a certificate of the plant instead.",
  },
  copy: "Copy",
  copied: "Copied",
} as const;
