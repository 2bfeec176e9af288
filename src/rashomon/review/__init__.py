"""The desk: a web app where people read reports, compare their accounts and decide.

    options     what a desk is started with          access    who is asking, and what they may do
    registry    one table of pages and actions        gate      headers, hosts, sizes, sessions
    contexts/   what each page shows, as dataclasses  routes/   the builders and actions
    templates/  HTML                                  static/   style and keys

Every page is a builder that returns a documented context; the registry serves it as HTML and, under
`/api/v1`, as JSON. Pages see the store's protocol and the model, never the stages: a judgement
enqueues its work and a worker of `run` does it. Nothing of a report is ever shown as raw HTML.
"""
